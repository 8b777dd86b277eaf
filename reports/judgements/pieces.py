"""Evidence as whoever writes a judgement sees it: found by words, told, and the confidence that follows from it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import chain
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.markings import readable
from accounts.models import User
from analysis.confidence import footing
from analysis.disclosure import CONFIDENTIAL, Attribution, may_show_rating, rater
from analysis.records import WELL_CREDIBLE, WELL_RELIABLE
from core import formats
from core.search import MOST_WORDS, pattern_of
from mapping.models import Observation, named_today
from records.models import ReviewState
from reports.judgements.attached import (
    FIGURE,
    OBSERVATION,
    PASSAGES,
    above,
    figure_of,
    named,
    numbers_by_kind,
    why_not_any_more,
)
from reports.models import Diagnosis
from reports.proposals import MOSTLY_STALE, Ruled, ruled, said_alone
from reports.sections.periods import in_period
from reports.sections.wording import label
from reports.selection import WINDOWS, RawSnapshot, Selection, numbers_in, raw_snapshot_of, rows_in, window_in
from reports.snapshot import FROZEN_UP_TO
from stakeholders.models import Consultation

ANY, PASSAGE = "any", "passage"
MOST_FOUND = 10
# Which figures of a diagnosis can be found, and the vocabulary their names are of.
OF_FIGURES = {"currents": "currents", "manifestations": "manifestations", "targets": "targets", "space": "spaces"}
SAYS_NOTHING = {"none", "none_known"}
NOT_THERE = gettext_lazy("it is not there, or you may not read it")


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that can be attached: its reference, what kind it is, its words, what is known of it, where it leads,
    and why it may not be attached."""

    reference: str
    kind: str
    words: str
    about: str = ""
    url: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Looking:
    """What somebody looks for: words, a kind of evidence, the code of a district, and whether only in the period."""

    words: str = ""
    kind: str = ANY
    district: str = ""
    ever: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    pieces: tuple[Piece, ...] = ()
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class _Record:
    """What the rule for confidence asks of a record."""

    source_type: str
    reliability: str
    credibility: int
    stale: bool

    @property
    def well_graded(self) -> bool:
        return self.reliability in WELL_RELIABLE and self.credibility in WELL_CREDIBLE


class Pieces:
    """The evidence there is for one diagnosis, as far as one person may read it."""

    def __init__(self, diagnosis: Diagnosis, user: User) -> None:
        self.diagnosis, self.user = diagnosis, user

    @cached_property
    def _frozen(self) -> RawSnapshot | None:
        return raw_snapshot_of(self.diagnosis)

    @cached_property
    def districts(self) -> dict[str, str]:
        """Those the diagnosis counts by; where its snapshot is gone, those of today."""
        if self._frozen is None:
            return dict(named_today(self.diagnosis.city_id))
        return {each["code"]: each["name"] for each in self._frozen["boundaries"]["districts"]}

    def search(self, looking: Looking) -> Found:
        """The newest first of each kind, and at most so many."""
        kinds = {OBSERVATION: self._observations, PASSAGE: self._passages, FIGURE: self._figures}
        asked = [find for kind, find in kinds.items() if looking.kind in (ANY, kind)]
        found = [list(find(looking)) for find in asked]
        return Found(
            tuple(chain.from_iterable(each[:MOST_FOUND] for each in found)),
            has_more=any(len(each) > MOST_FOUND for each in found),
        )

    def told(self, references: Sequence[str]) -> list[Piece]:
        """Of what is attached, in its order; what this person may not read, or is no longer there, by its number."""
        known = {each.reference: each for each in self._read(references)}
        left = why_not_any_more(references)
        rows = [known.get(each) or Piece(each, "", named(each), refused=str(NOT_THERE)) for each in references]
        return [replace(row, refused=left.get(row.reference, row.refused)) for row in rows]

    def why_not(self, references: Sequence[str]) -> list[str]:
        """Why some of these may not be attached: each with its name."""
        known = {each.reference: each for each in self._read(references)}
        left = why_not_any_more(references)
        told = []
        for each in references:
            piece = known.get(each)
            if reason := left.get(each) or (piece.refused if piece else str(NOT_THERE)):
                told.append(f"{piece.words if piece else named(each)}: {reason}.")
        return told

    def by_rule(self, references: Sequence[str]) -> Ruled:
        """The stated rule on the records that these lead to, each once, and on the consultations among them. Passages
        that tell the same in the words of enough different people are consultations that agree."""
        records = list(self._records(references))
        said = [row for kind, rows in self._said(references) for row in rows]
        if not records:
            sessions = {row.consultation_id: row.consultation for row in said}
            stale = sum(_is_stale(each, self.diagnosis) for each in sessions.values())
            level, reasons = said_alone(is_stale=stale > MOSTLY_STALE * max(1, len(sessions)))
            return Ruled(level, reasons, ())
        agrees = True if may_show_rating(map(_speaker, said)) else None
        return ruled(footing(records, consultation_agrees=agrees))

    def printed(self, references: Sequence[str]) -> list[dict[str, Any]]:
        """What the report says of them: how many records and passages, and each figure. No word of a record."""
        by_kind = numbers_by_kind(references)
        records = len(by_kind.pop(OBSERVATION, []))
        passages = sum(map(len, by_kind.values()))
        counts = ((_("Records"), records), (_("Passages of consultations"), passages))
        rows = [{"what": what, "value": formats.number(count)} for what, count in counts if count]
        for each in references:
            if figure_of(each):
                words, count = self._figure(each)
                rows.append({"what": words, "value": count})
        return rows

    # What there is

    def _observations(self, looking: Looking) -> Iterator[Piece]:
        rows = Observation.objects.visible_to(self.user).approved().filter(_having(looking, "title", "what_happened"))
        if looking.district:
            rows = rows.filter(district__code=looking.district)
        if not looking.ever:
            rows = rows.in_period(self.diagnosis.start, self.diagnosis.end)
        return map(self._of_observation, _few(rows.order_by("-first_day", "-pk")))

    def _of_observation(self, row: Observation) -> Piece:
        district = row.district.name if row.district else row.get_place_display()
        about = [formats.days(row.first_day, row.last_day), district, row.source.get_source_type_display()]
        return Piece(
            f"{OBSERVATION}:{row.pk}",
            _("Record"),
            row.title,
            " · ".join(map(str, [*about, f"{row.reliability}{row.credibility}"])),
            reverse("observation", args=[self.diagnosis.city.slug, row.pk]),
            _refused(row.marking),
        )

    def _passages(self, looking: Looking) -> Iterator[Piece]:
        for kind, model in PASSAGES.items():
            names = {each.name for each in model._meta.concrete_fields}
            rows = self._open(model).filter(_having(looking, "text" if "text" in names else "statement"))
            if looking.district:
                rows = rows.filter(districts__contains=[looking.district]) if "districts" in names else rows.none()
            if not looking.ever:
                rows = rows.filter(consultation__first_day__range=(self.diagnosis.start, self.diagnosis.end))
            for row in _few(rows.order_by("-consultation__first_day", "-pk")):
                yield self._of_passage(kind, row)

    def _open(self, model: type[Any]) -> "QuerySet[Any]":
        """What was said that this person may read session by session, and that counts."""
        rows = model.objects.readable_outcomes(self.user).filter(consultation__state=ReviewState.APPROVED)
        found: QuerySet[Any] = rows.exclude(confidentiality=CONFIDENTIAL).select_related("consultation")
        has_speaker = any(each.name == "organisation" for each in model._meta.concrete_fields)
        return found.select_related("organisation") if has_speaker else found

    def _of_passage(self, kind: str, row: Any) -> Piece:
        session: Consultation = row.consultation
        about = [session.anonymous_title, *([row.said_by] if hasattr(row, "said_by") else [])]
        url = reverse("consultation", args=[self.diagnosis.city.slug, session.pk])
        what = str(row._meta.verbose_name).capitalize()
        return Piece(
            f"{kind}:{row.pk}", what, str(row), " · ".join(about), f"{url}#{kind}-{row.pk}", _refused(session.marking)
        )

    def _figures(self, looking: Looking) -> Iterator[Piece]:
        words = looking.words.casefold().split()
        for chosen in self._selections():
            if looking.district and (chosen.by, chosen.codes) != ("district", (looking.district,)):
                continue
            for window in WINDOWS:
                reference = f"{FIGURE}:{window}/{chosen}"
                name, count = self._figure(reference)
                if self._count(window, chosen) and all(word in name.casefold() for word in words):
                    yield self._of_figure(reference, name, count)

    def _selections(self) -> Iterator[Selection]:
        if self._frozen is None:
            return
        yield Selection()
        yield from (Selection("district", (code,)) for code in self.districts)
        there = {(by, code) for _window, by, code in self._counts if by in OF_FIGURES and code not in SAYS_NOTHING}
        yield from (Selection(by, (code,)) for by, code in sorted(there))

    @cached_property
    def _counts(self) -> Counter[tuple[str, str, str]]:
        """Records of each window, in all ("") and under each code that a figure can be of."""
        counted: Counter[tuple[str, str, str]] = Counter()
        for window in WINDOWS:
            for row in rows_in(self._frozen, window) if self._frozen is not None else ():
                counted[window, "", ""] += 1
                for by in ("district", *OF_FIGURES):
                    codes = row[by] if isinstance(row[by], list) else [row[by]]
                    counted.update((window, by, code) for code in set(filter(None, codes)))
        return counted

    def _count(self, window: str, chosen: Selection) -> int:
        if chosen.also is None and len(chosen.codes) < 2:
            return self._counts[window, chosen.by, "".join(chosen.codes)]
        return len(self._numbers(window, chosen))

    def _figure(self, reference: str) -> tuple[str, str]:
        """What it counts, and how many."""
        asked = figure_of(reference)
        if asked is None or self._frozen is None:
            return named(reference), ""
        window, chosen = asked
        return name_of_figure(self._frozen, window, chosen), formats.number(self._count(window, chosen))

    def _numbers(self, window: str, chosen: Selection) -> list[int]:
        return [] if self._frozen is None else numbers_in(self._frozen, window, chosen)

    def _of_figure(self, reference: str, name: str, count: str) -> Piece:
        window, _slash, chosen = reference.partition(":")[2].partition("/")
        url = reverse("diagnosis_records", args=[self.diagnosis.city.slug, self.diagnosis.number, window, chosen])
        return Piece(reference, pgettext("a number", "Figure"), f"{name}: {count}", "", url)

    # What was attached

    def _read(self, references: Sequence[str]) -> Iterator[Piece]:
        for kind, numbers in numbers_by_kind(references).items():
            if kind == OBSERVATION:
                rows = Observation.objects.visible_to(self.user).filter(pk__in=numbers)
                yield from map(self._of_observation, rows.select_related("district", "source"))
            else:
                for row in self._open(PASSAGES[kind]).filter(pk__in=numbers):
                    yield self._of_passage(kind, row)
        for each in references:
            if figure_of(each) and self._frozen is not None:
                yield self._of_figure(each, *self._figure(each))

    def _said(self, references: Sequence[str]) -> "Iterator[tuple[str, QuerySet[Any]]]":
        for kind, numbers in numbers_by_kind(references).items():
            if kind in PASSAGES:
                yield kind, self._open(PASSAGES[kind]).filter(pk__in=numbers)

    def _records(self, references: Sequence[str]) -> Iterator[_Record]:
        cited = set(numbers_by_kind(references).get(OBSERVATION, []))
        figures = [asked for each in references if (asked := figure_of(each))]
        frozen = self._frozen
        if frozen is not None and figures:
            counted = set(chain.from_iterable(self._numbers(*each) for each in figures))
            for row in chain.from_iterable(rows_in(frozen, window) for window in dict(figures)):
                if row["id"] in counted:
                    counted.discard(row["id"])
                    cited.discard(row["id"])
                    stale = bool(row["review_by"]) and row["review_by"] < self.diagnosis.dated.isoformat()
                    yield _Record(row["source_type"], row["reliability"], int(row["credibility"]), stale)
        values = ("source__source_type", "reliability", "credibility", "review_by")
        for kind, reliability, credibility, review_by in Observation.objects.filter(pk__in=cited).values_list(*values):
            stale = review_by is not None and review_by < self.diagnosis.dated
            yield _Record(kind, reliability, int(credibility), stale)


def name_of_figure(raw: RawSnapshot, window: str, chosen: Selection) -> str:
    """What a selection counts, as people call it."""
    districts = {each["code"]: each["name"] for each in raw["boundaries"]["districts"]}
    words = [_("Recorded %(in_period)s") % {"in_period": in_period(window_in(raw, window))}]
    for each in chosen.each():
        family = OF_FIGURES.get(each.by, "")
        words += [label(family, code) if family else districts.get(code, code) for code in each.codes]
    return ", ".join(words)


def _having(looking: Looking, *names: str) -> Q:
    """Every word, in whichever of these fields."""
    words = list(dict.fromkeys(looking.words.replace("\0", "").casefold().split()))[:MOST_WORDS]
    found = Q()
    for word in words:
        found &= reduce(or_, (Q(**{f"{name}__iregex": pattern_of(word)}) for name in names))
    return found


def _few(rows: "QuerySet[Any]") -> Iterable[Any]:
    if rows.model is Observation:
        rows = rows.select_related("district", "source").defer("district__geometry")
    return rows[: MOST_FOUND + 1]


def _refused(marking: str) -> str:
    """Why what is marked so is not attached; empty where it may be."""
    return "" if readable(marking, FROZEN_UP_TO) else above(marking)


def _speaker(row: Any) -> str:
    """Who tells this; of what nobody is named with, the session."""
    said = Attribution(
        getattr(row, "organisation_id", None),
        getattr(row, "sector", ""),
        getattr(row, "block", f"{row.consultation_id}"),
    )
    return rater(row.confidentiality, row.consultation_id, said)


def _is_stale(session: Consultation, diagnosis: Diagnosis) -> bool:
    return session.review_by is not None and session.review_by < diagnosis.dated
