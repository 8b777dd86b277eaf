"""A consultation as a whole: what it was, under which rule, who was there, what they agreed to."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from records.forms import Screened, needed_if
from stakeholders.actions import rule_is_fixed
from stakeholders.forms.fields import admins_of, day, districts_of, one_of, rule_field, several, text
from stakeholders.models import Consultation
from stakeholders.vocabulary import Barrier, Confidentiality, ConsentBy, Held, Instrument

# A conversation has its own form, on one screen.
LONGER = [(code, label) for code, label in Instrument.choices if code != Instrument.CONVERSATION]


class _OfConsultation(Screened, forms.ModelForm[Consultation]):
    """What the forms of a consultation share: its city, its days, the one admin of a confidential one."""

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_city(self.instance.city)
        if self.instance._state.adding and "first_day" in self.fields:
            self.initial["first_day"] = timezone.localdate()
        needed_if(self, _("needed if it is confidential"), "named_admin")
        needed_if(self, _("needed if it was about districts"), "districts")
        if "named_admin" in self.fields:
            author = self.instance.created_by_id or by.pk
            self.fields["named_admin"].queryset = admins_of(self.instance.city).exclude(pk=author)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first = cleaned.get("first_day")
        if first and first > timezone.localdate():
            self.add_error("first_day", _("This day is still to come. Record what has happened."))
        last = cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day lies before the first."))
        elif last and last > timezone.localdate():
            self.add_error("last_day", _("This day is still to come. Record what has happened."))
        self._clean_organisations(cleaned)
        if "held" in cleaned and cleaned["held"] != Held.DISTRICTS:
            cleaned["districts"] = []
        elif "held" in cleaned and not cleaned.get("districts"):
            self.add_error("districts", _("Name the districts it was about, or say that it was about the whole city."))
        if "named_admin" in self.fields and cleaned.get("confidentiality") == Confidentiality.CONFIDENTIAL:
            if not cleaned.get("named_admin") and "named_admin" not in self.errors:
                self.add_error("named_admin", _("Name the one admin who reads it beside you, and reviews it."))
        elif "named_admin" in self.fields:
            cleaned["named_admin"] = None
        return cleaned

    def _clean_organisations(self, cleaned: dict[str, Any]) -> None:
        invited, came = cleaned.get("organisations_invited"), cleaned.get("organisations_came")
        if invited is not None and came is not None and came > invited:
            self.add_error(
                "organisations_came", _("More organisations came than were invited. Count all who came as invited.")
            )


def _named_admin() -> Any:
    return forms.ModelChoiceField(
        User.objects.none(),
        label=_("The one admin who reads it"),
        required=False,
        help_text=_("And reviews it. Others read nothing of it alone."),
    )


class ConsultationForm(_OfConsultation):
    """What must be settled before anything is written down: what it was, when, and under which rule."""

    screened: ClassVar[tuple[str, ...]] = ("title",)
    instrument = one_of(_("What was it?"), LONGER)
    confidentiality = rule_field()
    named_admin = _named_admin()

    class Meta:
        model = Consultation
        fields = ["title", "instrument", "first_day", "confidentiality", "named_admin"]
        labels = {"title": _("Title"), "first_day": _("When")}
        help_texts = {"title": _("A few words under which a colleague finds it again. No names.")}
        widgets = {"first_day": day()}


class SessionForm(_OfConsultation):
    screened: ClassVar[tuple[str, ...]] = ("title", "venue", "organiser", "languages")
    held = one_of(_("What was it about?"), Held.choices)
    districts = several(_("Districts"))

    class Meta:
        model = Consultation
        fields = [
            *("title", "first_day", "last_day", "held", "districts", "venue", "organiser", "languages"),
            "interpreter",
        ]
        labels = {
            "title": _("Title"),
            "first_day": _("When"),
            "last_day": _("Until, if it took more than a day"),
            "venue": _("Kind of place"),
            "organiser": _("Organised by"),
            "languages": _("Languages spoken"),
            "interpreter": _("An interpreter was there"),
        }
        help_texts = {
            "venue": _("Such as “library” or “online”, no address."),
            "organiser": _("A body, not a person."),
        }
        widgets = {"first_day": day(), "last_day": day()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["districts"].choices = districts_of(self.instance)  # type: ignore[attr-defined]


class HeardForm(_OfConsultation):
    """How many came, and what kept others away; organisations and people stand in rows below."""

    screened: ClassVar[tuple[str, ...]] = ("barriers_note",)
    barriers = several(_("What kept people away?"), Barrier.choices)

    class Meta:
        model = Consultation
        fields = ["people", "organisations_invited", "organisations_came", "barriers", "barriers_note"]
        labels = {
            "people": _("People who took part"),
            "organisations_invited": _("Organisations invited"),
            "organisations_came": _("Organisations that took part"),
            "barriers_note": _("More about it"),
        }
        widgets = {"barriers_note": text(2)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.keeps_organisations:
            # counted from the list of organisations instead
            del self.fields["organisations_invited"], self.fields["organisations_came"]


class ConsentForm(_OfConsultation):
    screened: ClassVar[tuple[str, ...]] = ("promised",)
    confidentiality = rule_field()
    named_admin = _named_admin()
    consent_by = one_of(_("How did those present agree?"), ConsentBy.choices)

    class Meta:
        model = Consultation
        fields = ["confidentiality", "named_admin", "consent_by", "promised"]
        labels = {"promised": _("What was promised back")}
        help_texts = {"promised": _("Such as “the notes within two weeks” or “back in autumn with what was done”.")}
        widgets = {"promised": text()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if rule_is_fixed(self.instance):
            self.fields["confidentiality"].disabled = True
            self.fields["confidentiality"].help_text = _(
                "It was promised before anything was said, so it is fixed. Was it recorded wrongly? Have it erased by "
                "an admin, and record it anew."
            )


class OnlyRowsForm(_OfConsultation):
    """For sections that are all rows."""

    screened: ClassVar[tuple[str, ...]] = ()

    class Meta:
        model = Consultation
        fields: ClassVar[list[str]] = []
