"""The open data of real cities: beside the project, never inside it, and not everybody has it.

Tests that need it ask for the fixture `shared_data`, are marked `open_data` by that, and are left out where the data is
not there; the end of the run says how many. `.ci/run` leaves nothing out: it demands the data before anything runs.
`python -m tests.open_data` says whether it is there. docs/open-data.md says what belongs where.
"""

import os
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("GROUNDWORK_SHARED_DATA", PROJECT.parent / "shared" / "data"))
MISSING = (
    f"the open data of real cities is not in {SHARED}; docs/open-data.md says how to bring it, and"
    " GROUNDWORK_SHARED_DATA names another folder"
)


def is_there() -> bool:
    return SHARED.is_dir()


def is_demanded() -> bool:
    return os.environ.get("GROUNDWORK_DEMAND_OPEN_DATA") == "1"


if __name__ == "__main__":
    sys.exit(None if is_there() else f"{MISSING[0].upper()}{MISSING[1:]}.")
