"""What the diagnoses say of what projects stand on, as far as somebody may read it."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.markings import Marking
from accounts.models import Membership
from analysis.priorities import Band
from core.sort_keys import Alphabetical
from planning.models import Grounding, Project
from planning.vocabulary import GroundKind
from records.models.review import open_to_member
from reports.judgements.carried import plain
from reports.models import OWN, Diagnosis, Judgement, Priority
from reports.sections.priorities import BANDS, in_words, part_words
from reports.sections.wording import need_in_place, place_name
from stakeholders.vocabulary import NeedCategory

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from planning.actions.grounds import Chosen

STANDS = (Judgement.State.CONFIRMED, Judgement.State.REWRITTEN)
Key = tuple[int, str, str]
"""The number of a diagnosis, a kind of ground and its key in it."""
# Where something stands, by the name of a page, the number of the diagnosis and of the row.
Page = Callable[[str, int, int], str]
ANCHORS = {"judgements": "judgement", "priorities": "priority"}


@dataclass(frozen=True, slots=True)
class Justification:
    """What a diagnosis says under one key: the sentence, how sure it is, of where, and the page where it stands."""

    kind: str
    key: str
    number: int
    sentence: str
    confidence: str = ""
    place: str = ""
    url: str = ""
    # Needs that a project which stands on it would meet, and where.
    need: str = ""
    area: str = ""
    language: str = ""
    # Of its own words, which may be made of more than the rest of its diagnosis.
    marking: str = Marking.CLEAR
    row: Judgement | Priority | None = field(default=None, compare=False, repr=False)

    @property
    def evidence(self) -> list[tuple[str, str]]:
        """What it stands on, and what that says; composed for the page alone that shows it."""
        if isinstance(self.row, Priority):
            return part_words(self.row)
        return [(each["what"], each["value"]) for each in self.row.evidence if "what" in each] if self.row else []

    @property
    def pair(self) -> "Chosen":
        return self.kind, self.key

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.kind}|{self.key}"

    @property
    def label(self) -> str:
        return str(GroundKind(self.kind).label)

    @property
    def how_sure(self) -> str:
        """How sure a judgement is, or how high a priority; empty of a need, which is neither."""
        if not self.confidence:
            return ""
        if self.kind == GroundKind.JUDGEMENT:
            return _("confidence: %(confidence)s") % {"confidence": self.confidence}
        return _("priority: %(band)s") % {"band": self.confidence}


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing a project stands on: what was read when it was chosen, and what is said now.

    `before` is empty where this person may not read it. `is_known` says whether they may read the newest diagnosis; of
    what they may not, nobody tells them that it changed.
    """

    row: Grounding
    before: Justification | None
    now: Justification | None
    is_known: bool
    is_newest: bool
    # It is of a district that is none of today's: nobody can say whether it holds.
    is_of_other_districts: bool = False
    # It is said still, and marked above what this person may read, as a judgement may be above its diagnosis.
    is_closed_now: bool = False

    @property
    def is_gone(self) -> bool:
        return self.is_missing and not self.is_closed_now

    @property
    def is_missing(self) -> bool:
        """Whether this person finds it no more in the newest diagnosis, which they may read."""
        return self.is_known and self.before is not None and self.now is None and not self.is_of_other_districts

    @property
    def is_changed(self) -> bool:
        return self.before is not None and self.now is not None and differ(self.before, self.now)

    @property
    def now_told(self) -> str:
        """What is said now, with how sure it is: it may be that alone which changed."""
        if self.now is None:
            return ""
        facts = {"number": self.now.number, "sentence": self.now.sentence, "confidence": self.now.confidence}
        if not self.now.confidence:
            return _("Now, in no. %(number)s: %(sentence)s") % facts
        return _("Now, in no. %(number)s: %(sentence)s (%(confidence)s)") % facts


def differ(before: Justification, now: Justification) -> bool:
    """As the comparison of two diagnoses has it: by their words, where both are in one language."""
    return before.language == now.language and (before.sentence, before.confidence) != (now.sentence, now.confidence)


def newest_released() -> Diagnosis | None:
    """The one in force. Inside its city."""
    return Diagnosis.objects.filter(state=Diagnosis.State.RELEASED).order_by("-number").first()


def offered(member: Membership, names: Mapping[str, str]) -> list[Justification]:
    """All of the newest released diagnosis that a project may stand on and this member may read."""
    newest = newest_released()
    return list(said(member, [newest.number], names).values()) if newest else []


def said(member: Membership, numbers: Collection[int], names: Mapping[str, str]) -> dict[Key, Justification]:
    """What these diagnoses say to a member, in the order in which they say it; needs last."""
    is_open = open_to_member(member.user)
    return read(
        Judgement.objects.filter(is_open),
        Priority.objects.filter(is_open),
        numbers,
        names,
        lambda name, number, row: _page(name, member, number, row),
    )


def all_said(numbers: Collection[int], names: Mapping[str, str]) -> dict[Key, Justification]:
    """What these diagnoses say, for what the program does by itself; whoever is told of it reads it as it is marked."""
    return read(Judgement.objects.all(), Priority.objects.all(), numbers, names, lambda _name, _number, _row: "")


def read(
    judgements: "QuerySet[Judgement]",
    priorities: "QuerySet[Priority]",
    numbers: Collection[int],
    names: Mapping[str, str],
    page: Page,
) -> dict[Key, Justification]:
    """Of released diagnoses alone, by these numbers."""
    released = {"diagnosis__number__in": numbers, "diagnosis__state__in": Diagnosis.GIVEN_OUT}
    found: dict[Key, Justification] = {}
    of_diagnosis = judgements.filter(**released, state__in=STANDS).select_related("diagnosis")
    for each in of_diagnosis.order_by("diagnosis__number", "section", "order"):
        one = _of_judgement(each, names, page)
        found[one.number, one.kind, one.key] = one
    needs: dict[Key, Justification] = {}
    for row in priorities.filter(**released).select_related("diagnosis").order_by("diagnosis__number", "order"):
        one = _of_priority(row, names, page)
        found[one.number, one.kind, one.key] = one
        need = Justification(
            GroundKind.NEED,
            row.category,
            one.number,
            str(NeedCategory(row.category).label),
            url=one.url,
            marking=row.marking,
        )
        needs.setdefault((one.number, GroundKind.NEED, row.category), replace(need, need=row.category))
    return found | needs


def _of_judgement(row: Judgement, names: Mapping[str, str], page: Page) -> Justification:
    area, number = district_of(row.key), row.diagnosis.number
    return Justification(
        GroundKind.JUDGEMENT,
        row.key,
        number,
        row.statement,
        row.get_confidence_display(),
        # of where one of somebody's own is, nothing but its words tells
        "" if row.is_own else place_name(area, names),
        page("judgements", number, row.pk),
        area=area,
        language=row.diagnosis.language,
        marking=row.marking,
        row=row,
    )


def _of_priority(row: Priority, names: Mapping[str, str], page: Page) -> Justification:
    number = row.diagnosis.number
    return Justification(
        GroundKind.PRIORITY,
        key_of(row),
        number,
        need_in_place(row.answered, names),
        # one that a person put where the rule puts it now is in the same band
        str(BANDS[Band(row.band)]) if row.band else in_words(row),
        place_name(row.area, names),
        page("priorities", number, row.pk),
        row.category,
        row.area,
        marking=row.marking,
        row=row,
    )


def grounds_of(rows: Iterable[Grounding], member: Membership, names: Mapping[str, str]) -> list[Ground]:
    """What these stand on, each as it was when it was chosen and as it is said now."""
    rows, newest = list(rows), newest_released()
    if not rows:
        return []
    known = said(member, {*(row.chosen_in for row in rows), *([newest.number] if newest else [])}, names)
    is_known = newest is not None and member.is_cleared_for(newest.marking)
    return told_of(rows, known, newest, names, is_known=is_known, still=lambda: said_at_all(newest))


def told_of(
    rows: Iterable[Grounding],
    known: Mapping[Key, Justification],
    newest: Diagnosis | None,
    names: Mapping[str, str],
    *,
    is_known: bool,
    still: Callable[[], Collection[tuple[str, str]]],
) -> list[Ground]:
    """The same of what is `known` to whoever reads; `is_known` is whether they may read the newest diagnosis, and
    `still` what that says at all, which is asked where something is missing."""
    found = []
    for row in rows:
        before = known.get((row.chosen_in, row.kind, row.key))
        found.append(
            Ground(
                row,
                before,
                said_now(known, before, newest.number) if newest and before else None,
                is_known,
                newest is not None and newest.number == row.chosen_in,
                before is not None and bool(before.area) and before.area not in names,
            )
        )
    if not any(each.is_missing for each in found):
        return found
    said_still = still()
    return [replace(each, is_closed_now=(each.row.kind, each.row.key) in said_still) for each in found]


def said_at_all(diagnosis: Diagnosis | None) -> set[tuple[str, str]]:
    """By kind and key what it says, whoever may read it; nothing of none."""
    if diagnosis is None:
        return set()
    return {(kind, key) for _number, kind, key in all_said([diagnosis.number], {})}


def said_now(known: Mapping[Key, Justification], before: Justification, number: int) -> Justification | None:
    """What another diagnosis says of the same: under the same key, or in the same words where a person wrote both, of
    diagnoses from before such a judgement kept its key."""
    if found := known.get((number, before.kind, before.key)):
        return found
    if before.kind != GroundKind.JUDGEMENT or not before.key.startswith(OWN):
        return None
    return next(
        (
            each
            for (of, kind, key), each in known.items()
            if (of, kind) == (number, before.kind)
            and key.startswith(OWN)
            and plain(each.sentence) == plain(before.sentence)
        ),
        None,
    )


def key_of(row: Priority) -> str:
    return f"{row.category}:{row.area}"


def area_of(kind: str, key: str) -> str:
    """The code of the district that a ground is of; empty where it is of none."""
    if kind == GroundKind.PRIORITY:
        return key.partition(":")[2]
    return district_of(key) if kind == GroundKind.JUDGEMENT else ""


def district_of(key: str) -> str:
    """The code of the district that a judgement is of; empty where it is of the whole city or of none."""
    family, _dot, rest = key.partition(".")
    return rest.rpartition(".")[0] if family == "district" else ""


def _page(name: str, member: Membership, number: int, row: int) -> str:
    """Where it stands with what is behind it; members without a page of judgements read them in their edition."""
    if not member.works_here:
        return reverse("diagnosis", args=[member.city.slug, number])
    return f"{reverse(name, args=[member.city.slug, number])}#{ANCHORS[name]}-{row}"


def projects_on(user: "User") -> dict[tuple[str, str], list[tuple[str, str]]]:
    """By kind and key of a ground the projects that stand on it, with their pages."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    rows = Grounding.objects.filter(project__in=Project.objects.visible_to(user)).select_related("project__city")
    for row in rows.order_by(Alphabetical("project__title"), "pk"):
        url = reverse("project", args=[row.project.city.slug, row.project_id])
        found.setdefault((row.kind, row.key), []).append((row.project.title, url))
    return found


def in_short(ground: Ground) -> str:
    """What became of one since it was chosen; empty where nothing did, or nobody may tell this person."""
    if ground.is_gone:
        return _("gone")
    if ground.is_of_other_districts:
        return _("of a district that is none of today's")
    return _("changed") if ground.is_changed else ""
