"""A page two fifths longer and from right to left, as translations will have it: nothing may leave a phone.

The site can show itself so (`erring/mirror.py`), but loading every page once more for it took a fifth of all that the
browsers do. So the page that is there is mirrored in place; of some, the site's own mirror is looked at beside it
(`test_mirror.py`).
"""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from operations.translations.pseudo import ACCENTED, CLOSE, LONGER, OPEN, PADDING
from tests.browser.erring.mirror import PSEUDO

MIRROR = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
RULE = {
    "language": PSEUDO,
    "open": OPEN,
    "close": CLOSE,
    "accents": {chr(letter): chr(accented) for letter, accented in ACCENTED.items()},
    "padding": PADDING,
    "longer": LONGER,
}


def wrong_in_a_mirror(page: Page, width: int) -> list[str]:
    """Of a page at this width; what it then is stays so until it is loaded anew."""
    seen: dict[str, Any] = page.evaluate(MIRROR, RULE)
    assert seen["is"] == [width, True]
    return [*seen["wrong"], *seen["refused"]]
