"""What a command says of doubts, so that no warning looks like progress."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

Write = Callable[[str], object]


def tell(write: Write, warnings: Iterable[str], notes: Iterable[str] = ()) -> None:
    """Notes as they are, then warnings that begin with the word."""
    for note in notes:
        write(f"  {note}")
    for warning in warnings:
        write(_("Warning: %(text)s") % {"text": warning})
