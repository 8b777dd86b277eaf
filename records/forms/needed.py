"""Fields that must be filled after one answer and may stay empty after another: the page says after which.

The answer can change while the page is open, so such a field is marked neither as optional nor as needed.
"""

from typing import Any

from django import forms


def needed_if(form: forms.BaseForm, when: Any, *names: str) -> None:
    """Say beside these fields of a form when they are needed, in words such as “needed if …”."""
    for name in names:
        if name in form.fields:
            form.fields[name].needed_if = when  # type: ignore[attr-defined]
