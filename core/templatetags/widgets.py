"""Parts of form controls, of which a long form has hundreds."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def attributes(attrs: Mapping[str, Any]) -> SafeString:
    """As Django's own template writes them, which took a template for each choice of each field."""
    shown = ((conditional_escape(name), value) for name, value in attrs.items() if value is not False)
    return SafeString(
        "".join(f" {name}" if value is True else f' {name}="{conditional_escape(value)}"' for name, value in shown)
    )
