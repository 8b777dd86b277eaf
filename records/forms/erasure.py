"""Why a record is erased."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.lengths import REASON
from records.forms.screened import Screened
from records.models import Tombstone


class EraseForm(Screened, forms.Form):
    """The reason stays with the tombstone, for as long as the history is kept."""

    screened = ("reason",)
    writes = Tombstone
    reason = forms.CharField(
        label=_("Why it is erased"),
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Kept when the record is gone. Say on what ground, for instance “Asked for by the person it is about”, "
            "and do not repeat what must go."
        ),
    )
