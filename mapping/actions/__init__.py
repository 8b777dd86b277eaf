"""What may be done with boundaries and observations. Each action runs inside the city's transaction."""
