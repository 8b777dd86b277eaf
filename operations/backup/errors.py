"""What can go wrong, in words for whoever runs the server."""


class BackupError(RuntimeError):
    """A backup was not made or not restored; the message says why and what to do."""
