"""Controls of forms are written by templates of ours, and say what Django's own say."""

from itertools import product
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

CHOICES = [("", "---"), ("a", "<b>A&B</b>"), ("More", [(1, gettext_lazy("Draft")), (None, mark_safe("<i>C</i>"))])]
GIVEN: dict[str, Any] = {
    "class": "form-select", "data-of": 'a"b', "hidden": True, "disabled": False, "rows": 7, "title": None,
    "aria-label": gettext_lazy("Draft"), "data-safe": mark_safe("&amp;"),
}  # fmt: skip
WIDGETS = [
    *(forms.Select(choices=CHOICES), forms.SelectMultiple(choices=CHOICES), forms.NullBooleanSelect()),
    *(forms.RadioSelect(choices=CHOICES), forms.CheckboxSelectMultiple(choices=CHOICES), forms.CheckboxInput()),
    *(forms.TextInput(), forms.NumberInput(), forms.DateInput(), forms.Textarea(), forms.SelectDateWidget()),
]


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda widget: type(widget).__name__)
def test_a_control_is_as_django_writes_it(widget: forms.Widget) -> None:
    for said, given in product([None, "a", 1, "<"], [{}, GIVEN]):
        value = [said] if isinstance(widget, forms.SelectMultiple) else said
        ours, djangos = (widget.render("name", value, given, renderer) for renderer in (None, DjangoTemplates()))
        assert parse_html(ours) == parse_html(djangos), (said, given)
        for name in ("name", "value", "&lt;", "&amp;amp;"):
            assert ours.count(name) == djangos.count(name), (said, given)
