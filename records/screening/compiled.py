"""Patterns that are compiled when the first text is screened: it takes a tenth of a second, and most processes screen
none."""

import re
from typing import cast

from django.utils.functional import SimpleLazyObject


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return cast("re.Pattern[str]", SimpleLazyObject(lambda: re.compile(pattern, flags)))
