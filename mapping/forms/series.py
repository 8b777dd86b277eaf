"""The name of a series."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from mapping.models import Series
from records.forms import Screened
from records.forms.in_sections import InSections


class SeriesForm(InSections, Screened, forms.ModelForm[Series]):
    screened: ClassVar[tuple[str, ...]] = ("name",)
    SECTIONS = ((_("What belongs together"), ("name",)),)

    class Meta:
        model = Series
        fields = ["name"]
        labels = {"name": _("Name")}
        help_texts = {"name": _("The tag, the target or the night, as colleagues know it; never a person.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_city(self.instance.city)
