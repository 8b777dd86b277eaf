"""The memorandum: what a version says, and what members and admins say of it."""

import datetime
from collections.abc import Collection
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.utils.translation import pgettext

from core.form_words import DASHES
from core.lengths import REASON, SENTENCES
from core.sort_keys import Alphabetical
from notices.models import NetworkBody
from records.editing import Section
from records.forms import RowForm, RowSet, Screened, needed_if
from records.forms.in_sections import InSections
from stakeholders.forms.fields import day, one_of, text
from stakeholders.memorandum.steps import DECIDE, END, KEEP, PUT, TAKE_BACK
from stakeholders.models import Dissent, Memorandum, MemorandumRole, RevisionRequest, Signature
from stakeholders.models.memorandum import TEXTS
from stakeholders.vocabulary import RevisionAnswer

# Of days that stand in a memorandum.
YEARS = 20


class MemorandumForm(InSections, Screened, forms.ModelForm[Memorandum]):
    screened: ClassVar[tuple[str, ...]] = (*TEXTS, "because")
    SECTIONS: ClassVar[tuple[Any, ...]] = (
        (__("What the network is for"), ("common_goal", "mission", "vision")),
        (__("How its members work together"), ("principles", "decisions")),
        (__("This version"), ("because",)),
    )

    class Meta:
        model = Memorandum
        fields = [*TEXTS, "because"]
        labels = {
            "common_goal": __("Common goal"),
            "mission": __("Mission"),
            "vision": __("Vision"),
            "principles": __("What is shared, and with whom"),
            "decisions": __("How the network decides, and revises this"),
            "because": __("What is new in this version, and why"),
        }
        help_texts = {
            "common_goal": __("What its members have agreed to reach together; printed in every diagnosis."),
            "mission": __("What the network does, whoever pays for it; printed in every diagnosis."),
            "vision": __("What is otherwise in the city once it succeeds."),
            "principles": __("What members tell each other and what they keep; what they ask of each other first."),
            "decisions": __(
                "So that a small member is heard as a large one is: who has a voice, and how this changes."
            ),
            "because": __("Every member reads it when the version is put in force."),
        }
        widgets = {name: text() for name in (*TEXTS, "because")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_city(self.instance.city)
        needed_if(self, __("needed before it is put to the members"), "common_goal", "mission", "principles")


class RoleRow(RowForm):
    screened: ClassVar[tuple[str, ...]] = ("takes_on", "concerns")

    class Meta:
        model = MemorandumRole
        fields = ["body", "takes_on", "concerns"]
        labels = {
            "body": __("Member"),
            "takes_on": __("Role and responsibilities"),
            "concerns": __("Areas of concern"),
        }
        help_texts = {"concerns": __("What matters to it most, in its own words.")}
        widgets = {"takes_on": text(), "concerns": text()}

    def __init__(self, *args: Any, version: Memorandum, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_city(version.city)
        body: Any = self.fields["body"]
        body.queryset, body.empty_label = (
            bodies_of(version, also=[self.instance.body_id]),
            pgettext("a member", "The city"),
        )


def memorandum_section(version: Memorandum, data: Any) -> Section:
    rows = RowSet(
        data,
        rows=list(version.roles.select_related("body")),
        make=partial(RoleRow, version=version),
        new=lambda: MemorandumRole(city=version.city, memorandum=version),
        prefix="role",
        one=__("Member"),
        several=__("Roles, responsibilities and concerns"),
        hint=__("One row for each member, and one for the city itself."),
    )
    return Section(MemorandumForm(data, instance=version), [rows])


def bodies_of(version: Memorandum, also: Collection[int | None] = ()) -> Any:
    """Members of the network, in the order of the alphabet."""
    of_city = NetworkBody.objects.filter(city=version.city_id)
    offered = of_city.filter(is_current=True) | of_city.filter(pk__in=[each for each in also if each])
    return offered.order_by(Alphabetical("name"))


def _words(label: Any, most: int, help_text: Any = "", rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), help_text=help_text
    )


class OfVersion(Screened, forms.Form):
    """Says or decides something of a version, which it does not change."""

    screened: ClassVar[tuple[str, ...]] = ()
    writes: ClassVar[type[Model]] = Memorandum

    def __init__(self, data: Any, *, version: Memorandum, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.version = version
        self.set_city(version.city)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, value in list(cleaned.items()):  # what is refused is taken out
            if isinstance(value, datetime.date) and abs(value - timezone.localdate()).days > 366 * YEARS:
                self.add_error(name, _("Name a day within twenty years."))
        return cleaned


class PutForm(OfVersion):
    comment_by = forms.DateField(
        label=__("Members say what they think until"),
        required=False,
        widget=day(),
        help_text=__("Empty where they have said it already. It cannot be put in force before that day is over."),
    )


class TakeBackForm(OfVersion):
    screened: ClassVar[tuple[str, ...]] = ("taken_back_because",)
    taken_back_because = _words(__("Why?"), REASON, rows=3)


class DecideForm(OfVersion):
    screened: ClassVar[tuple[str, ...]] = ("decided_by",)
    decided_by = forms.CharField(
        label=__("Decided by"),
        max_length=200,
        help_text=__("The body that decided it, such as “Steering group”; no person."),
    )
    decided_on = forms.DateField(label=__("Decided on"), widget=day())
    in_force_on = forms.DateField(
        label=__("In force from"),
        widget=day(),
        help_text=__("Leave the members time to sign: who has not by then reads what is marked TLP:CLEAR alone."),
    )
    review_on = forms.DateField(
        label=__("Look at it again on"), widget=day(), help_text=__("It comes up by itself two weeks before.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        begins, again = cleaned.get("in_force_on"), cleaned.get("review_on")
        if begins and again and again <= begins:
            self.add_error("review_on", _("Name a day after it came in force."))
        return cleaned


class KeepForm(OfVersion):
    screened: ClassVar[tuple[str, ...]] = ("kept_because",)
    review_on = forms.DateField(label=__("Look at it again on"), widget=day())
    kept_because = _words(__("Why does it stay as it is?"), REASON, __("Every member reads it."), rows=3)


class EndForm(OfVersion):
    screened: ClassVar[tuple[str, ...]] = ("ending_decided_by", "ended_because")
    ended_on = forms.DateField(
        label=__("Holds no more from"),
        widget=day(),
        help_text=__("The first day without it. Leave the members time to agree on another."),
    )
    ending_decided_by = forms.CharField(
        label=__("Its end was decided by"),
        max_length=200,
        help_text=__("The body that decided it, such as “Steering group”; no person."),
    )
    ended_because = _words(__("Why does it end?"), REASON, __("Every member reads it."), rows=3)


STEP_FORMS: dict[str, type[OfVersion]] = {
    PUT: PutForm,
    TAKE_BACK: TakeBackForm,
    DECIDE: DecideForm,
    KEEP: KeepForm,
    END: EndForm,
}


def version_step_form(data: Any, *, version: Memorandum, step: str) -> OfVersion:
    return STEP_FORMS[step](data, version=version)


class OnPaperForm(OfVersion):
    """What an admin notes of a sheet of paper."""

    screened: ClassVar[tuple[str, ...]] = ("office",)
    writes = Signature

    body = forms.ModelChoiceField(NetworkBody.objects.none(), label=__("Member"))
    signed_on = forms.DateField(label=__("Signed on"), widget=day())
    office = forms.CharField(
        label=__("Office of who signed"),
        max_length=200,
        help_text=__("Such as “the chair” or “the head of school”; no name."),
    )

    def __init__(self, data: Any, *, version: Memorandum, **kwargs: Any) -> None:
        super().__init__(data, version=version, **kwargs)
        signed = version.signatures.standing().values("body")
        self.fields["body"].queryset = bodies_of(version).exclude(pk__in=signed)  # type: ignore[attr-defined]


class WithdrawForm(OfVersion):
    screened: ClassVar[tuple[str, ...]] = ("withdrawn_because",)
    writes = Signature
    withdrawn_because = _words(__("Why is it withdrawn?"), REASON, __("Every member reads it."), rows=3)


class DissentForm(OfVersion):
    screened: ClassVar[tuple[str, ...]] = ("words",)
    writes = Dissent

    body = forms.ModelChoiceField(NetworkBody.objects.none(), label=__("Member"))
    words = _words(
        __("Where does it not agree?"),
        SENTENCES,
        __("In the member's own words, as it wants them to stand. They are printed with the memorandum."),
    )

    def __init__(self, data: Any, *, version: Memorandum, bodies: Any, are_several: bool, **kwargs: Any) -> None:
        super().__init__(data, version=version, **kwargs)
        field: Any = self.fields["body"]
        # nobody's words are printed as those of the member that happens to stand first
        field.empty_label = DASHES if are_several else None
        field.queryset = bodies


class ReviseForm(OfVersion):
    screened: ClassVar[tuple[str, ...]] = ("text",)
    writes = RevisionRequest
    text = _words(
        __("What should be otherwise, and why?"),
        SENTENCES,
        __("Every member reads it, and what the answer is. Name nobody."),
    )


class AnswerRevisionForm(OfVersion):
    screened: ClassVar[tuple[str, ...]] = ("because",)
    writes = RevisionRequest

    answer = one_of(
        __("Is it taken up?"), lambda: [(each.value, f"{each.label}. {each.definition}") for each in RevisionAnswer]
    )
    because = _words(__("Because"), REASON, __("Every member reads it."), rows=3)
