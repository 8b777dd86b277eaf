"""The release of a diagnosis: who may take which step of it, the do-no-harm check, what the screen finds, who hears."""
