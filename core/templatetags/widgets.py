"""Parts of form controls, of which a long form has hundreds."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def attributes(attrs: Mapping[str, Any]) -> SafeString:
    """As Django's own template writes them, which took a template for each choice of each field."""
    shown = ((conditional_escape(name), value) for name, value in attrs.items() if value is not False)
    return SafeString(
        "".join(f" {name}" if value is True else f' {name}="{conditional_escape(value)}"' for name, value in shown)
    )


@register.simple_tag
def choice(field: BoundField, option: Mapping[str, Any]) -> SafeString:
    """One box of a group with its label: a template for each took most of the time of a form with many."""
    return format_html(
        '<div class="form-check">'
        '<input class="form-check-input" type="{}" name="{}" value="{}"{}>'
        '<label class="form-check-label" for="{}">{}</label>'
        "</div>",
        option["type"], field.html_name, str(option["value"]), attributes(option["attrs"]),
        option["attrs"].get("id", ""), option["label"],
    )  # fmt: skip
