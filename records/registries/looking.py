"""What an app above looks at again after rows of an app below changed, read from the history like what is announced.

Nobody waits for it, so that nobody is named: it asks for a job, or does nothing. It gets the changes of one seal, each
as the row stood in two events, before and after; None where there was none before, or the row is gone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Changes = Iterator[tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Look:
    """`new_too` where a new row may be behind something that is there already; an import makes a hundred thousand."""

    after: Callable[[Changes], None]
    new_too: bool = False
