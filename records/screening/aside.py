"""Work that gives way: a long text is looked through when nobody's page is waiting for the processor."""

import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

Result = TypeVar("Result")

# Of 0 to 19: beside a page it gets a tenth of a core, and all of one that nobody wants.
NICENESS = 10


def giving_way(work: Callable[[], Result]) -> Result:
    """What `work` gives or raises, done in a thread of its own.

    A process that once has a low priority keeps it; of Linux's threads each has its own, and this one ends. `work` has
    no connection to the database: connections belong to threads.
    """
    with ThreadPoolExecutor(1, initializer=_lower) as aside:
        return aside.submit(work).result()


def _lower() -> None:
    if sys.platform == "linux":
        with suppress(OSError):  # where it is not allowed, it is done all the same
            own = threading.get_native_id()
            os.setpriority(os.PRIO_PROCESS, own, max(NICENESS, os.getpriority(os.PRIO_PROCESS, own)))
