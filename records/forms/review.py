"""What a step of a review asks for."""

import datetime
from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.markings import Marking
from core.form_words import OwnWords
from core.lengths import REASON
from records.forms.screened import Screened
from records.models import Record
from records.models.review import a_year_after, latest_review


class ApprovalForm(OwnWords, forms.Form):
    """Nothing more, or that it is approved though something is not said that a reviewer may say."""

    def __init__(self, data: Any, *, unsaid: Sequence[str]) -> None:
        super().__init__(data)
        if unsaid:
            self.fields["all_the_same"] = forms.BooleanField(
                label=_("Approve it all the same"),
                help_text=" ".join(unsaid),
                error_messages={"required": _("Tick this if it is to count as it stands, or complete it first.")},
            )


class ReturnForm(Screened, forms.Form):
    """Why a record goes back."""

    screened = ("review_comment",)
    writes = Record
    review_comment = forms.CharField(
        label=_("What is missing"),
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The author reads this; it stays in the history."),
    )


class WithdrawForm(Screened, forms.Form):
    """Why a record counts no more."""

    screened = ("withdrawn_reason",)
    writes = Record
    withdrawn_reason = forms.CharField(
        label=_("Reason for withdrawing"),
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It stays with the record, and in the history."),
    )


class MarkingForm(Screened, forms.Form):
    """Who may read a record, and why that changes."""

    screened = ("reason",)
    writes = Record
    marking = forms.ChoiceField(label=_("Mark it from now on as"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays in the history, for whoever may read the record."),
    )

    def __init__(self, data: Any, *, others: Collection[str]) -> None:
        super().__init__(data)
        self.fields["marking"].choices = [each for each in Marking.choices if each[0] in others]  # type: ignore[attr-defined]


class DayForm(OwnWords, forms.Form):
    """Until when a record holds."""

    day = forms.DateField(
        label=_("Holds until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("After this day it counts as stale until somebody looks at it again. Usually a year."),
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data, initial={"day": a_year_after(timezone.localdate())})
        today = timezone.localdate()
        self.fields["day"].widget.attrs |= {
            "min": (today + datetime.timedelta(days=1)).isoformat(),
            "max": latest_review(today).isoformat(),
        }

    def clean_day(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["day"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day that is still to come."))
        if day > latest_review(timezone.localdate()):
            raise forms.ValidationError(_("Choose a day within three years: nobody knows what holds longer."))
        return day
