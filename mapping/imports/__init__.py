"""Files in: read, checked in whole, then handed to the actions. Nothing half-done stays behind."""
