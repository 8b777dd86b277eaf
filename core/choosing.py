"""Choosing several of many, as organisations or people: boxes that can be searched, in a frame of their own."""

from django import forms


class SeveralOfMany(forms.CheckboxSelectMultiple):
    """Shown by `bootstrap5/layout/several_of_many.html`; without scripts, all boxes below each other."""

    is_searched = True
