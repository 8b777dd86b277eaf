"""A trigger event, and the one question it may declare."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mapping.models import TriggerEvent
from records.forms import Screened
from records.forms.in_sections import InSections

LONGEST_WINDOW = 366  # days


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TriggerEventForm(InSections, Screened, forms.ModelForm[TriggerEvent]):
    screened: ClassVar[tuple[str, ...]] = ("title", "about")
    SECTIONS = (
        (_("What happened"), ("title", "day", "about")),
        (_("What is asked of it"), ("group", "window_start", "window_end")),
    )

    class Meta:
        model = TriggerEvent
        fields = ["title", "day", "about", "group", "window_start", "window_end"]
        labels = {
            "title": _("Title"),
            "day": _("Day"),
            "about": _("What happened"),
            "group": _("Group that may be targeted more"),
            "window_start": _("From"),
            "window_end": _("Until"),
        }
        help_texts = {
            "title": _("As short as it stands in a chart. Something everybody could read of, no person's name."),
            "group": _(
                "One group at most, named before the numbers are seen: it is then asked about alone, and stays once "
                "its window has begun. Named on the first day of the window or later it is told like all others."
            ),
            "window_end": _("A year at most."),
        }
        widgets = {
            "about": forms.Textarea(attrs={"rows": 3}),
            "day": _day(),
            "window_start": _day(),
            "window_end": _day(),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_city(self.instance.city)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day, group = cleaned.get("day"), cleaned.get("group")
        start, end = cleaned.get("window_start"), cleaned.get("window_end")
        if day and day > timezone.localdate() + datetime.timedelta(days=LONGEST_WINDOW):
            self.add_error("day", ValidationError(_("Name a day within a year.")))
        if group:
            for name, value in (("window_start", start), ("window_end", end)):
                if value is None and name not in self.errors:
                    self.add_error(name, ValidationError(_("Say from when until when the group is asked about.")))
        elif start or end:
            self.add_error("group", ValidationError(_("Name the group that is asked about, or empty both days.")))
        if start and end and (end - start).days >= LONGEST_WINDOW:
            self.add_error("window_end", ValidationError(_("The window is longer than a year.")))
        return cleaned

    def _post_clean(self) -> None:
        # who keeps it says when it was declared; until then the rules of the row could not hold
        self.instance.declared_on = timezone.localdate() if self.cleaned_data.get("group") else None
        super()._post_clean()  # type: ignore[misc]
