"""A box of a group of choices, as a form writes it."""

from django import forms
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from core.templatetags.widgets import choice

CHOICES = [
    ("a", "Å & <b>"),
    ('"><script>', mark_safe("<em>marked</em>")),
    (3, gettext_lazy("Admin")),
]


class Form(forms.Form):
    several = forms.MultipleChoiceField(
        choices=CHOICES, widget=forms.CheckboxSelectMultiple({"aria-label": 'of "all"', "disabled": True})
    )


def _boxes(*chosen: str) -> list[str]:
    field = Form({"f-several": list(chosen)}, prefix="f")["several"]
    options = [option for box in field.subwidgets if (option := box.data)]
    return [choice(field, option) for option in options]


def test_a_box_says_what_it_is_of() -> None:
    first, second, third = _boxes("a")
    assert first == (
        '<div class="form-check"><input class="form-check-input" type="checkbox" name="f-several" value="a"'
        ' aria-label="of &quot;all&quot;" disabled id="id_f-several_0" checked>'
        '<label class="form-check-label" for="id_f-several_0">Å &amp; &lt;b&gt;</label></div>'
    )
    assert 'value="&quot;&gt;&lt;script&gt;"' in second
    assert "<em>marked</em></label>" in second
    assert 'value="3"' in third
    assert ">Admin</label>" in third
    assert "checked" not in second + third
