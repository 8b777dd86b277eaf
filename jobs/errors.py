"""What may end a job before its handler is through."""


class JobRefused(Exception):
    """The job cannot be done, and trying again would not help. The message is for people."""


class LeaseLost(Exception):
    """The job belongs to another worker now, or to nobody: whatever this one did since its last step is undone."""


class Superseded(Exception):
    """What the job was about is decided by now: it comes too late and writes nothing. The message says by what."""


class Cancelled(Exception):
    """Somebody stopped the job, or whoever asked for it no longer may. The message says which."""
