"""Why one person decides alone in a very small city."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import City
from core.lengths import REASON
from records.forms.screened import Screened


class AloneForm(Screened, forms.Form):
    """The reason is printed, so it is screened as everything that is."""

    screened: ClassVar[tuple[str, ...]] = ("alone_because",)
    writes = City
    alone_because = forms.CharField(
        label=_("Why one person decides"),
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Stands on every record and diagnosis that was decided so, and is printed in every edition of it. For "
            "instance: “The city has one officer for prevention, who is the admin.”"
        ),
    )

    def __init__(self, data: Any, *, city: City) -> None:
        super().__init__(data)
        self.set_city(city)
