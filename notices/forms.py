"""A notice read through by a person before it is released, answers to it, and how its readers are told."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import City, Membership, Role, User
from core.choosing import SeveralOfMany
from core.form_words import OwnWords
from core.sort_keys import Alphabetical
from notices.actions.asking import asked_and_not_told
from notices.actions.telling import members_of
from notices.models import Answer, Asked, ChangeNotice, Letter, NetworkBody, Pace
from records.forms import Screened, needed_if
from records.registries.change_notices import NoticeClass


class NoticeForm(Screened, forms.ModelForm[ChangeNotice]):
    screened: ClassVar[tuple[str, ...]] = ("title", "before", "after", "why", "affects", "decided", "question")

    asked = forms.MultipleChoiceField(label=_("Of whom an answer is asked"), required=False, widget=SeveralOfMany)

    class Meta:
        model = ChangeNotice
        fields = [
            *("title", "before", "after", "why", "affects", "decided", "notice_class"),
            *("question", "answer_by"),
        ]
        labels = {"title": _("The change itself, in one line")}
        help_texts = {
            "title": _("Every member who may read it sees this first. No names of people."),
            "affects": _("Who notices it: which places, offers, organisations."),
            "decided": _("Which body, on which day; and who was against it."),
            "question": _("Leave it empty where nothing is asked: then nobody need answer or take note."),
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
            "question": forms.Textarea(attrs={"rows": 2}),
            "answer_by": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_city(self.instance.city)
        self.fields["title"].required = True
        self.fields["asked"].choices = _members(self.instance.city)  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["asked"] = [_key(each) for each in self.instance.asked.all()]
        needed_if(self, _("needed if something is asked"), "asked")

    @property
    def asked_of(self) -> tuple[list[int], list[int]]:
        """People and bodies, by their numbers."""
        chosen = self.cleaned_data.get("asked", [])
        people, bodies = ([int(each[1:]) for each in chosen if each[0] == kind] for kind in "ub")
        return people, bodies

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("question") and not cleaned.get("asked") and "asked" not in self.errors:
            self.add_error("asked", gettext("Say of whom it is asked."))
        if cleaned.get("asked") and not cleaned.get("question") and "question" not in self.errors:
            self.add_error("question", gettext("Say what is asked, or ask nobody."))
        if cleaned.get("question") and cleaned.get("notice_class") == NoticeClass.SILENT:
            self.add_error("notice_class", gettext("Something is asked in it, so those who are asked are told of it."))
        people, bodies = self.asked_of
        found = list(NetworkBody.objects.filter(city=self.instance.city, pk__in=bodies))
        for said in asked_and_not_told(self.instance, people, found):
            self.add_error("asked", said)
        if cleaned.get("answer_by") and not cleaned.get("question") and "question" not in self.errors:
            self.add_error("question", gettext("Say what is asked by that day, or name no day."))
        if cleaned.get("answer_by") and cleaned["answer_by"] < timezone.localdate():
            self.add_error("answer_by", gettext("That day has passed."))
        return cleaned


def _key(asked: Asked) -> str:
    return f"u{asked.user_id}" if asked.user_id else f"b{asked.body_id}"


def _members(city: City) -> list[tuple[str, str]]:
    """Those with an account, then those without."""
    here = members_of(city).select_related("user").order_by(Alphabetical("user__name"), "pk")
    people = [(f"u{each.user_id}", str(each.user)) for each in here]
    bodies = NetworkBody.objects.filter(city=city, is_current=True).order_by(Alphabetical("name"), "pk")
    return people + [(f"b{each.pk}", each.name) for each in bodies]


class AnswerForm(Screened, forms.ModelForm[Answer]):
    screened: ClassVar[tuple[str, ...]] = ("text",)

    class Meta:
        model = Answer
        fields = ["text", "is_shared"]
        labels = {"text": _("Your answer")}
        help_texts = {
            "text": _("It goes to the city. Name no people."),
            "is_shared": _("Else only those who work for the city read it."),
        }
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_city(self.instance.city)


class PaperAnswerForm(AnswerForm):
    class Meta(AnswerForm.Meta):
        labels = {"text": _("What it answered")}
        help_texts = {
            "text": _("In the member's own words, as it wrote or said them. Name no people."),
            "is_shared": _("Else only those who work for the city read it. Ask the member."),
        }


class CityAnswerForm(Screened, forms.ModelForm[Answer]):
    screened: ClassVar[tuple[str, ...]] = ("text",)

    class Meta:
        model = Answer
        fields = ["text"]
        labels = {"text": _("Answer as the city")}
        help_texts = {"text": _("Whoever is in this thread reads it, and those who work here.")}
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_city(self.instance.city)


class BodyForm(OwnWords, forms.ModelForm[NetworkBody]):
    others = forms.TypedMultipleChoiceField(
        label=_("Others with an account who belong to it"),
        required=False,
        coerce=int,
        help_text=_(
            "They read what is shared with it once it has signed the memorandum. Person and deputy sign for it."
        ),
    )

    class Meta:
        model = NetworkBody
        fields = ["name", "person", "deputy", "others", "address", "is_current"]
        help_texts = {
            "name": _("An organisation, or a member who is told on paper."),
            "person": _("Somebody with an account here, who tells the others."),
            "deputy": _("Told too, so that nobody being away leaves the member out."),
            "address": _("For members on paper: what stands on the envelope."),
        }
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = Membership.objects.in_force().lasting().filter(city=self.instance.city).values("user")
        people = User.objects.filter(pk__in=here).order_by(Alphabetical("name"), "pk")
        for name in ("person", "deputy"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
        readers = Membership.objects.in_force().lasting().filter(city=self.instance.city, role=Role.READER)
        offered = User.objects.filter(pk__in=readers.values("user")) | User.objects.filter(pk__in=self.instance.others)
        self.fields["others"].choices = [(each.pk, str(each)) for each in offered.order_by(Alphabetical("name"), "pk")]  # type: ignore[attr-defined]
        self.fields["others"].widget.attrs["size"] = 6
        needed_if(self, _("needed unless it is told by letter"), "person")
        needed_if(self, _("needed if it is told by letter"), "address")


class ToldForm(OwnWords, forms.ModelForm[Letter]):
    class Meta:
        model = Letter
        fields = ["told_on"]
        widgets = {"told_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


class PaceForm(OwnWords, forms.Form):
    pace = forms.ChoiceField(
        label=_("How often I am mailed"),
        choices=Pace.choices,
        widget=forms.RadioSelect,
        help_text=_("What need not be told at once comes daily at the soonest."),
    )
