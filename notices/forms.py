"""A notice, read through by a person before it is released."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from notices.models import ChangeNotice, Pace
from records.forms import Screened


class NoticeForm(Screened, forms.ModelForm[ChangeNotice]):
    screened: ClassVar[tuple[str, ...]] = ("title", "before", "after", "why", "affects", "decided")

    class Meta:
        model = ChangeNotice
        fields = ["title", "before", "after", "why", "affects", "decided", "notice_class"]
        labels = {"title": _("The change itself, in one line")}
        help_texts = {
            "title": _("Every member who may read it sees this first. No names of people."),
            "affects": _("Who notices it: which places, offers, organisations."),
            "decided": _("Which body, on which day; and who was against it."),
            "notice_class": _(
                "What must be told is mailed at the pace each member chose, the rest never sooner than daily. Of what "
                "nobody is mailed, members read on the page of changes alone."
            ),
        }
        widgets = {
            "before": forms.Textarea(attrs={"rows": 3}),
            "after": forms.Textarea(attrs={"rows": 3}),
            "why": forms.Textarea(attrs={"rows": 3}),
            "affects": forms.Textarea(attrs={"rows": 2}),
            "decided": forms.Textarea(attrs={"rows": 2}),
            "notice_class": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_city(self.instance.city)
        self.fields["title"].required = True


class PaceForm(forms.Form):
    pace = forms.ChoiceField(
        label=_("How often I am mailed"),
        choices=Pace.choices,
        widget=forms.RadioSelect,
        help_text=_("What need not be told at once comes daily at the soonest."),
    )
