"""What actions refuse, with a reason for people."""


class Refused(Exception):
    """Something that may not be done; the message says why and what to do instead."""
