"""Moving a priority, and what is recommended: rows in one form."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from accounts.markings import up_to
from core.form_words import EMPTY
from records.editing import Section
from records.forms import RowForm, RowSet, Screened, needed_if
from reports.actions.weighing import needs_of
from reports.forms.checking import NothingForm
from reports.models import Diagnosis, Judgement, Priority, Recommendation
from reports.sections.wording import need_in_place

Choices = list[tuple[str, str]]
RULE = "rule"
BY_THE_RULE = (RULE, __("As the rule puts it"))
# Of days that stand in a plan.
YEARS = 10
LONGEST_LABEL = 90


class PriorityForm(Screened, forms.ModelForm[Priority]):
    """Another band than the rule's, with the reason that is printed."""

    screened: ClassVar[tuple[str, ...]] = ("reason",)

    band = forms.ChoiceField(
        label=__("Where does it belong?"),
        choices=[BY_THE_RULE, *Priority.InBand.choices],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Priority
        fields = ["band", "reason"]
        labels = {"reason": __("Why you move it")}
        help_texts = {"reason": __("It is printed beside the band. Name what the rule cannot know, and no person.")}
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_city(self.instance.city)
        self.initial.setdefault("band", RULE)
        self.initial["band"] = self.initial["band"] or RULE
        self.fields["reason"].required = False
        needed_if(self, __("needed if you move it"), "reason")

    def clean_band(self) -> str:
        chosen: str = self.cleaned_data["band"]
        return "" if chosen == RULE else chosen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        band, reason = cleaned.get("band"), (cleaned.get("reason") or "").strip()
        if band and self.instance.rule_is_sure and band == self.instance.lowest:
            self.add_error("band", _("The rule puts it there already. Choose another band, or leave it to the rule."))
        if band and not reason and "reason" not in self.errors:
            self.add_error("reason", _("Say why it is moved. Your reason is printed."))
        if not band and reason and "band" not in self.errors:
            self.add_error("band", _("You wrote why it is moved: choose the band, or empty the reason."))
        return cleaned


@dataclass(frozen=True, slots=True)
class Offered:
    """What the recommendations of a diagnosis may answer."""

    diagnosis: Diagnosis
    needs: Choices
    judgements: Choices

    @classmethod
    def by(cls, diagnosis: Diagnosis, names: Mapping[str, str], clearance: str) -> "Offered":
        needs = [("|".join(need), need_in_place(need, names)) for need in needs_of(diagnosis, clearance)]
        decided = diagnosis.judgements.filter(state__in=[Judgement.State.CONFIRMED, Judgement.State.REWRITTEN])
        said = {each.key: Truncator(each.statement).chars(LONGEST_LABEL) for each in decided}
        for row in diagnosis.recommendations.exclude(judgement_key=""):
            said.setdefault(row.judgement_key, _("a judgement that is not printed"))
        return cls(diagnosis, needs, list(said.items()))


class RecommendationRow(RowForm):
    """One recommendation, with what it answers, who does it, by when, and what came of it."""

    screened: ClassVar[tuple[str, ...]] = ("text", "owner", "outcome")
    further: ClassVar[tuple[str, ...]] = ("judgement_key", "review_by")

    need = forms.ChoiceField(label=__("Need it answers"), required=False)
    judgement_key = forms.ChoiceField(label=__("Judgement it answers"), required=False)

    class Meta:
        model = Recommendation
        fields = ["text", "judgement_key", "owner", "due", "status", "outcome", "for_partners", "review_by"]
        labels = {
            "text": __("What is recommended"),
            "owner": __("Who does it"),
            "due": __("To be done by"),
            "status": __("Status"),
            "outcome": __("What was done, or why it is not taken up"),
            "review_by": __("Look at it again by"),
            "for_partners": __("Every member may read it"),
        }
        help_texts = {
            "owner": __("A unit or organisation, not a person."),
            "for_partners": __(
                "Its words then stand in the partner edition, where that prints the need it answers. Leave it out "
                "where they tell anything that not every member may know: a figure of records, or what was said above "
                "green."
            ),
        }
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2}),
            "outcome": forms.Textarea(attrs={"rows": 2}),
            "due": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "review_by": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    field_order = ["text", "need", "owner", "due", "status", "outcome", "for_partners", "judgement_key", "review_by"]

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.set_city(offered.diagnosis.city)
        self.fields["need"].choices = [EMPTY, *offered.needs]  # type: ignore[attr-defined]
        self.fields["judgement_key"].choices = [EMPTY, *offered.judgements]  # type: ignore[attr-defined]
        if self.instance.category:
            self.initial["need"] = "|".join(self.instance.answered)
        needed_if(self, __("needed unless it answers a judgement"), "need")
        needed_if(self, __("needed once it is agreed"), "owner", "due")
        needed_if(self, __("needed once it is done, or not taken up"), "outcome")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        category, _bar, area = (cleaned.get("need") or "").partition("|")
        self.instance.category, self.instance.area = category, area
        wrong_choice = {"need", "judgement_key"} & self.errors.keys()
        if not category and not cleaned.get("judgement_key") and not wrong_choice:
            self.add_error("need", _("Say which need or which judgement it answers."))
        self._clean_promise(cleaned)
        for name in ("due", "review_by"):
            if cleaned.get(name) and not _is_near(cleaned[name]):
                self.add_error(name, _("Name a day within ten years."))
        return cleaned

    def _clean_promise(self, cleaned: dict[str, Any]) -> None:
        status = cleaned.get("status")
        if status in Recommendation.PROMISED:
            for name, why in (("owner", _("Say who does it.")), ("due", _("Say by when it is to be done."))):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, why)
        if (
            status in Recommendation.OVER
            and not (cleaned.get("outcome") or "").strip()
            and "outcome" not in self.errors
        ):
            is_done = status == Recommendation.Status.DONE
            self.add_error("outcome", _("Say what was done.") if is_done else _("Say why it is not taken up."))


def _is_near(day: datetime.date) -> bool:
    return abs(day - timezone.localdate()) <= datetime.timedelta(days=366 * YEARS)


def recommendations_section(diagnosis: Diagnosis, data: Any, names: Mapping[str, str], clearance: str) -> Section:
    """All of a diagnosis, to be changed, added to and taken out at once."""
    rows = RowSet(
        data,
        rows=list(diagnosis.recommendations.filter(marking__in=up_to(clearance))),
        make=partial(RecommendationRow, offered=Offered.by(diagnosis, names, clearance)),
        new=lambda: Recommendation(city=diagnosis.city, diagnosis=diagnosis),
        prefix="recommended",
        one=__("Recommendation"),
        several=__("Recommendations"),
        hint=__(
            "What is to be done, by whom and by when. For each need of the last diagnosis, what came of it: what "
            "projects do about it is proposed below. Keep or change it, or take it out."
        ),
    )
    return Section(NothingForm(data, instance=diagnosis), [rows])


def written_in(section: Section) -> tuple[list[Recommendation], list[Recommendation]]:
    """Those to keep that somebody wrote in, or that nobody had looked at since they were brought over; and those taken
    out."""
    (rows,) = section.row_sets()
    kept = [row.instance for row in rows.kept if row.has_changed() or row.instance.written_by_id is None]
    return kept, [row.instance for row in rows.removed if row.instance.pk]
