"""What an officer writes of an observation, and what its reviewer completes."""

import calendar
import datetime
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.markings import up_to
from accounts.models import Marking
from core.sort_keys import Alphabetical
from core.vocabulary import Term
from mapping.models import District, Observation, Source
from mapping.vocabulary import (
    GRADES,
    TOGETHER,
    Current,
    HowKnown,
    Manifestation,
    Place,
    Precision,
    Scope,
    Space,
    Target,
    contradictions,
)
from records.forms import Screened, needed_if
from records.forms.in_sections import InSections
from records.models.review import latest_review

OUT_OF_SCOPE = "none"
# What is recorded most; the others are folded below them. Chosen once and for everybody: an order by the city's own
# counts would move from day to day, and would lead the hand to what was recorded before.
FREQUENT_KINDS = (
    Manifestation.THREAT,
    Manifestation.HARASSMENT,
    Manifestation.PROPERTY_DAMAGE,
    Manifestation.PROPAGANDA,
    Manifestation.HATE_SPEECH,
    Manifestation.ASSAULT,
)
FREQUENT_TARGETS = (
    Target.ETHNICITY_NATIONALITY,
    Target.RACE_COLOUR,
    Target.ANTI_MUSLIM,
    Target.ANTISEMITIC,
    Target.LGBTI,
    Target.PUBLIC_OFFICIALS,
    Target.MIGRANTS_REFUGEES,
    Target.NONE,
)
REFUSED = _(
    "An opinion, a protest or worship that is lawful is not recorded here, however unwelcome it is: it is protected, "
    "and a picture that holds it could not be trusted. Record what was done unlawfully, if anything was. Where the "
    "line is drawn can be read in the UN Rabat Plan of Action (2012)."
)


def frequent_first(vocabulary: type[Term], first: Sequence[Term], others: Any) -> list[Any]:
    """The frequent ones, then all others under a word of their own, in the order of the vocabulary."""
    rest = [(each.value, each.label) for each in vocabulary if each not in first]
    return [*((each.value, each.label) for each in first), (others, rest)]


def _several(label: Any, choices: Any, **more: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **more)


class ObservationForm(InSections, Screened, forms.ModelForm[Observation]):
    """The officer's part: under a minute for a usual entry."""

    screened: ClassVar[tuple[str, ...]] = ("title", "what_happened", "platform")
    SEEN: ClassVar[tuple[Any, ...]] = (
        (_("What happened"), ("title", "what_happened", "scope", "manifestations", "targets")),
        (_("When and where"), ("precision", "first_day", "last_day", "hour", "place", "district", "space", "platform")),
        (_("How we know"), ("how_known",)),
    )
    PROPOSAL: ClassVar[tuple[Any, tuple[str, ...]]] = (_("What you think it was part of"), ("currents", "severity"))
    SECTIONS: ClassVar[tuple[Any, ...]] = (*SEEN, PROPOSAL)
    FOLDED: ClassVar[tuple[Any, ...]] = (PROPOSAL[0],)

    scope = forms.ChoiceField(
        label=_("It belongs here because of"),
        choices=[*Scope.choices, (OUT_OF_SCOPE, _("None of these: an opinion, a protest, worship"))],
        widget=forms.RadioSelect,
    )
    manifestations = _several(_("What kind of event"), frequent_first(Manifestation, FREQUENT_KINDS, _("Other kinds")))
    targets = _several(
        _("Who was targeted or harmed"), frequent_first(Target, FREQUENT_TARGETS, _("Others")), required=False
    )
    precision = forms.ChoiceField(
        label=_("How exactly is the time known?"),
        choices=Precision.choices,
        widget=forms.RadioSelect,
        initial=Precision.DAY,
    )
    place = forms.ChoiceField(label=_("Where"), choices=Place.choices, widget=forms.RadioSelect, initial=Place.DISTRICT)
    space = forms.ChoiceField(label=_("Space"), choices=Space.choices, widget=forms.RadioSelect, initial=Space.OFFLINE)
    how_known = forms.ChoiceField(label=_("How do we know?"), choices=HowKnown.choices, widget=forms.RadioSelect)
    currents = _several(
        _("Current"),
        Current.choices,
        required=False,
        help_text=_(
            "A proposal: the reviewer decides. From what was seen alone – a symbol, a slogan, a claim, what a court "
            "found –, never from looks, language, place or who was harmed."
        ),
    )

    class Meta:
        model = Observation
        fields = [
            "title",
            "what_happened",
            "scope",
            "manifestations",
            "targets",
            "precision",
            "first_day",
            "last_day",
            "hour",
            "place",
            "district",
            "space",
            "platform",
            "how_known",
            "currents",
            "severity",
        ]
        labels = {
            "title": _("Title"),
            "what_happened": _("What happened, in two sentences"),
            "first_day": _("When"),
            "last_day": _("Until"),
            "hour": _("Hour"),
            "district": _("District"),
            "platform": _("Platform"),
            "severity": _("Severity"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "title": _("A few words under which a colleague finds it again."),
            "what_happened": _(
                "The event, not the people: no names, no addresses, nothing by which one is recognised."
            ),
            "first_day": _("For a month or a year, any day in it."),
            "hour": _("Only where it is known; empty is no hour."),
            "platform": _("The name of the service only, never a channel, group or profile."),
            "severity": _("A proposal as well. Empty where you cannot tell."),
        }
        widgets = {
            "what_happened": forms.Textarea(attrs={"rows": 4}),
            "first_day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "last_day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_city(self.instance.city)
        today = District.objects.of_today(city_id=self.instance.city_id).only("name", "city_id")
        own = District.objects.filter(pk=self.instance.district_id or 0).only("name", "city_id")
        self.fields["district"].queryset = (today | own).order_by(Alphabetical("name"))  # type: ignore[attr-defined]
        self.fields["what_happened"].required = True
        needed_if(self, _("needed for a period"), "last_day")
        needed_if(self, _("needed if it was in a district"), "district")
        self._ask_where_shown("last_day", "precision", Precision.PERIOD, _("Say until when it went on."))
        self._ask_where_shown(
            "district", "place", Place.DISTRICT, _("Name the district, or say that the place is wider than one.")
        )
        if self.instance._state.adding:
            self.initial["place"] = self.initial["place"] or Place.DISTRICT
            self.initial["first_day"] = self.initial["first_day"] or timezone.localdate()

    def _ask_where_shown(self, name: str, by: str, answer: str, otherwise: Any) -> None:
        """A field that the page shows after one answer to the question before it, and that must then be filled."""
        field = self.fields[name]
        field.required = not self.is_bound or self.data.get(self.add_prefix(by)) == answer
        field.error_messages["required"] = otherwise

    def clean_scope(self) -> str:
        if self.cleaned_data["scope"] == OUT_OF_SCOPE:
            raise ValidationError(REFUSED, code="scope")
        return str(self.cleaned_data["scope"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.unsaved: dict[str, str] = {}
        self._clean_days(cleaned)
        self._clean_hour(cleaned)
        if cleaned.get("place") != Place.DISTRICT:
            cleaned["district"] = None
        if cleaned.get("space") == Space.OFFLINE:
            if "platform" in self.changed_data and cleaned.get("platform"):
                # typed before it was said to be offline: its author keeps it (`records.editing`)
                self.unsaved["platform"] = cleaned["platform"]
            cleaned["platform"] = ""
        if "how_known" in self.changed_data and cleaned.get("how_known"):
            self.instance.reliability, self.instance.credibility = GRADES[cleaned["how_known"]]
        self._clean_together(cleaned)
        return cleaned

    def _clean_hour(self, cleaned: dict[str, Any]) -> None:
        """An hour of a month or of several days says nothing; its author keeps what they chose."""
        hour = cleaned.get("hour")
        if hour is not None and cleaned.get("precision") != Precision.DAY:
            if "hour" in self.changed_data:
                self.unsaved["hour"] = str(hour)
            cleaned["hour"] = None

    def _clean_together(self, cleaned: dict[str, Any]) -> None:
        """What this form does not ask is what the record says of it."""
        said = {name: cleaned.get(name, getattr(self.instance, name)) for name in TOGETHER if name not in self.errors}
        for name, why in contradictions(**said):
            self.add_error(name if name in self.fields else None, why)

    def _clean_days(self, cleaned: dict[str, Any]) -> None:
        """First and last day span what is known of the time."""
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first is None:
            return
        if first > timezone.localdate():
            self.add_error("first_day", _("This day is still to come. Record what has happened."))
            return
        match cleaned.get("precision"):
            case Precision.DAY:
                last = first
            case Precision.MONTH:
                first = first.replace(day=1)
                last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
            case Precision.YEAR:
                first, last = datetime.date(first.year, 1, 1), datetime.date(first.year, 12, 31)
            case Precision.PERIOD if last is None:
                return
            case Precision.PERIOD if last < first:
                self.add_error("last_day", _("The last day lies before the first."))
                return
        cleaned["first_day"], cleaned["last_day"] = first, last


class CompletedForm(ObservationForm):
    """The officer's part and the reviewer's: what a trained eye adds before it counts."""

    screened: ClassVar[tuple[str, ...]] = (*ObservationForm.screened, "trigger_event", "source_link")
    REVIEWED: ClassVar[tuple[Any, ...]] = (
        (_("For the reviewer: what it was part of"), ("currents", "setting", "severity", "basis", "trigger_event")),
        (
            _("For the reviewer: how good it is, and who may read it"),
            ("source", "source_link", "reliability", "credibility", "marking", "review_by"),
        ),
    )
    SECTIONS = (*ObservationForm.SEEN, *REVIEWED)
    YOURS = tuple(title for title, _fields in REVIEWED)

    currents = _several(
        _("Current"),
        Current.choices,
        required=False,
        help_text=_("Several fit where several are known; none where none is."),
    )
    source_link = forms.URLField(label=_("Link to the source"), max_length=500, required=False, assume_scheme="https")

    class Meta(ObservationForm.Meta):
        fields = [
            *ObservationForm.Meta.fields,
            "setting",
            "basis",
            "trigger_event",
            "source",
            "source_link",
            "reliability",
            "credibility",
            "marking",
            "review_by",
        ]
        labels = ObservationForm.Meta.labels | {
            "setting": _("Setting"),
            "basis": _("Basis"),
            "trigger_event": _("Trigger event"),
            "source": _("Source"),
            "reliability": _("Reliability of the source"),
            "credibility": _("Credibility of the information"),
            "marking": _("Marking"),
            "review_by": _("Review by"),
        }
        help_texts: ClassVar[dict[str, Any]] = ObservationForm.Meta.help_texts | {
            "severity": "",
            "review_by": _("Empty: a year after it is approved."),
            "reliability": _("Follows from “How do we know?”; adjust it where you know better."),
        }
        widgets = ObservationForm.Meta.widgets | {
            "review_by": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        }

    def __init__(self, *args: Any, clearance: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if proposed := self.instance.proposed():
            confirm = _("Leave it so to confirm it, or say it otherwise.")
            self.fields["currents"].help_text = " ".join([*proposed, str(confirm)])
        cleared = up_to(clearance)
        sources = Source.objects.filter(city=self.instance.city, marking__in=cleared).order_by(Alphabetical("name"))
        self.fields["source"].queryset = sources  # type: ignore[attr-defined]
        self.fields["marking"].choices = [(code, label) for code, label in Marking.choices if code in cleared]  # type: ignore[attr-defined]

    def clean_review_by(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["review_by"]
        if day and day > latest_review(timezone.localdate()):
            raise ValidationError(_("Choose a day within three years: nobody knows what holds longer."))
        return day

    def clean(self) -> dict[str, Any]:
        """What the reviewer adjusted stands, whatever the officer's answer leads to."""
        before = self.instance.reliability, self.instance.credibility
        cleaned = super().clean()
        if {"reliability", "credibility"} & set(self.changed_data):
            self.instance.reliability, self.instance.credibility = before
        else:
            cleaned["reliability"], cleaned["credibility"] = self.instance.reliability, self.instance.credibility
        return cleaned
