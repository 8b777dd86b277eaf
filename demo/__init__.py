"""The demonstration: fictional cities with people in every role, and a site that serves them on this machine."""
