"""What the writers of tables are given."""

import datetime
from typing import TypeAlias

Cell: TypeAlias = str | bool | int | float | datetime.date | datetime.datetime | None
