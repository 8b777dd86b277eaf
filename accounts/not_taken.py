"""What somebody sent and the site could not take now: given back on the page that says so, to be sent again."""

import re
from typing import Any

from django.http import HttpRequest
from django.http.request import UnreadablePostError

# Nothing that proves who somebody is stands in a page.
SECRETS = re.compile(r"(?:old)?password\d?|code")
# Texts of more characters than this can be read and copied on the page.
LONG = 60


def sent(request: HttpRequest) -> dict[str, Any]:
    """For `components/kept_form.html`: the address, every field, the longer texts. Nothing for a page that was read.

    The token against forgery is the one that was sent: what another site sends is not made ours by a detour.
    """
    if request.method != "POST":
        return {}
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except (OSError, UnreadablePostError, ValueError):
        return {}
    if not fields or any(SECRETS.fullmatch(name) for name, _value in fields):
        return {}
    # what a form carries beside what was typed, its token for one, is of one piece
    texts = [value for _name, value in fields if len(value) > LONG and len(value.split()) > 1]
    return {"again": request.get_full_path(), "fields": fields, "texts": texts}
