"""What the screen finds in all that the editions of a diagnosis print: each thing once, with every place of it.

What the program itself writes is nobody's name (Poisson is a method, Jan stands on an axis), nor is what the city says
of itself in its processing record.
"""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_AP
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.utils.translation.trans_real import translation

from accounts.composed import ANYBODY, Composed
from accounts.models import City, ProcessingRecord
from core.lengths import LONGEST
from jobs import artefacts
from output.web.page import signs_in
from records.forms.screened import screening_of
from records.registries.record_types import names_of_city
from records.screening import Finding, Kind
from reports.models import PAGE, Diagnosis, Edition, Judgement, Priority, Recommendation, ReleaseCheck, Snapshot
from reports.release.printed import Printed, printed_in
from reports.snapshot import short_fingerprint, whole_fingerprint

if TYPE_CHECKING:
    from django.db.models import QuerySet

SCREEN = "screen:"
# Characters of the text on either side of what was found.
AROUND = 60
# Places are numbers alone, never words; the screen takes seconds over a long report.
KEPT_SECONDS = 24 * 3600
ENGLISH, ANY_OTHER = "en", "da"
ENDS = (".", ":", ";", "!", "?", "–")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: edition and section, and the words before, of and after it."""

    edition: str
    section: str
    before: str
    found: str
    after: str


@dataclass(frozen=True, slots=True)
class Hit:
    """Something in a text that will be printed which could lead to a person; `code` names it in the check."""

    code: str
    found: str
    places: tuple[Place, ...]


def hits(diagnosis: Diagnosis) -> list[Hit]:
    """In everything its editions print, and in what people wrote that they will print once it is released."""
    stands: dict[str, list[tuple[str, str]]] = {}
    printed_by_editions = 0
    for edition, printed in _printed(diagnosis):
        stands.setdefault(printed.text, []).append((edition, printed.section))
        if edition:
            printed_by_editions = len(stands)
    found: dict[str, tuple[str, list[Place]]] = {}
    texts = list(stands)
    for text, finding in _findings(diagnosis, texts[:printed_by_editions], texts[printed_by_editions:]):
        code = SCREEN + hashlib.sha256(finding.text.casefold().encode()).hexdigest()[:16]
        _named, places = found.setdefault(code, (f"{finding.kind.label} “{finding.text}”", []))
        places.extend(_place(*where, text, finding) for where in dict.fromkeys(stands[text]))
    return [Hit(code, named, tuple(dict.fromkeys(places))) for code, (named, places) in found.items()]


def signs(diagnosis: Diagnosis) -> str:
    """Characters of what its editions print that no typeface has; what was written after they were set included."""
    return signs_in([printed.text for _edition, printed in _printed(diagnosis)])


def pages_of(diagnosis: Diagnosis) -> dict[str, str]:
    """Which text each of its editions prints: the name of its page."""
    return dict(_pages().rows(diagnosis.pk))


def _printed(diagnosis: Diagnosis) -> Iterator[tuple[str, Printed]]:
    for edition in _editions().instances(diagnosis.pk):
        page = json.loads(artefacts.read(diagnosis.city_id, edition.page_sha256, PAGE))
        for printed in printed_in(page):
            yield edition.get_audience_display(), printed
    yield from (("", printed) for printed in written(diagnosis))


def written(diagnosis: Diagnosis) -> Iterator[Printed]:
    """What people wrote or decided and the reports print: judgements, why a priority was moved, what is recommended,
    and the notes of the check."""
    for judgement in _judged().instances(diagnosis.pk):
        yield Printed(_("Judgements"), judgement.statement)
        if judgement.has_other_confidence:
            yield Printed(_("Judgements"), judgement.reason)
    for reason in _reasons().column(diagnosis.pk):
        yield Printed(_("Priorities and recommendations"), reason)
    for texts in _recommended().rows(diagnosis.pk):
        yield from (Printed(_("Priorities and recommendations"), text) for text in texts if text)
    for note in _notes().column(diagnosis.pk):
        yield Printed(_("Do-no-harm check"), note)


# Asked with every page of the check and every answer that is kept: composed once, of some diagnosis.
def _readable() -> "QuerySet[Edition]":
    """Editions whose texts can be read, in their order."""
    there = Edition.objects.filter(diagnosis=ANYBODY, withdrawn_at=None).exclude(page_sha256="")
    return there.order_by("audience", "language")


@lru_cache
def _editions() -> Composed:
    return Composed(_readable())


@lru_cache
def _pages() -> Composed:
    return Composed(_readable().values_list("audience", "page_sha256"))


@lru_cache
def _judged() -> Composed:
    kept = Judgement.objects.filter(diagnosis=ANYBODY).exclude(state=Judgement.State.DISMISSED)
    return Composed(kept.order_by("section", "order"))


@lru_cache
def _reasons() -> Composed:
    return Composed(Priority.objects.filter(diagnosis=ANYBODY).exclude(reason="").values_list("reason"))


@lru_cache
def _recommended() -> Composed:
    return Composed(Recommendation.objects.filter(diagnosis=ANYBODY).values_list("text", "owner", "outcome"))


@lru_cache
def _notes() -> Composed:
    return Composed(ReleaseCheck.objects.filter(diagnosis=ANYBODY).exclude(note="").values_list("note"))


@lru_cache
def _digests() -> Composed:
    return Composed(Snapshot.objects.filter(diagnosis=ANYBODY).values_list("sha256"))


def _place(edition: str, section: str, text: str, finding: Finding) -> Place:
    start, end = max(0, finding.start - AROUND), finding.end + AROUND
    before = ("…" if start else "") + text[start : finding.start]
    return Place(edition, section, before, finding.text, text[finding.end : end] + ("…" if end < len(text) else ""))


def _findings(diagnosis: Diagnosis, *groups: Sequence[str]) -> Iterator[tuple[str, Finding]]:
    own = _says_of_itself(diagnosis.city)
    fingerprints = [printed for sha256 in _digests().column(diagnosis.pk) for printed in fingerprints_of(sha256)]
    for text, start, end, kind in _screened(diagnosis, groups):
        finding = Finding(Kind(kind), start, end, text[start:end])
        if finding.text not in own and not is_our_own(text, finding, diagnosis.language, fingerprints):
            yield text, finding


def _screened(diagnosis: Diagnosis, groups: Iterable[Sequence[str]]) -> Iterator[tuple[str, int, int, str]]:
    """Each group is kept by itself: what editions print stays while somebody writes one answer after another."""
    city = diagnosis.city
    known = sorted(names_of_city(city))
    screened = screening_of(city)
    for texts in filter(None, groups):
        digest = hashlib.sha256(json.dumps([city.country, known, list(texts)]).encode()).hexdigest()
        key = f"hits:{city.pk}:{digest}"
        places = cache.get(key)
        if places is None:
            places = [(at, *place) for at, text in enumerate(texts) for place in _places(screened, text)]
            cache.set(key, places, KEPT_SECONDS)
        for at, start, end, kind in places:
            yield texts[at], start, end, kind


def _places(screened: Callable[[str], Sequence[Finding]], text: str) -> Iterator[tuple[int, int, str]]:
    """A text that was put together may be longer than the screen reads at once."""
    for begin in range(0, len(text), LONGEST):
        for each in screened(text[begin : begin + LONGEST]):
            yield begin + each.start, begin + each.end, each.kind.value


def _says_of_itself(city: City) -> str:
    """The office that answers for the report, and how to reach it."""
    names = ("controller", "contact", "owner")
    row: Mapping[str, Any] = ProcessingRecord.objects.filter(city=city).values(*names).first() or {}
    return " \n ".join(row.values())


def fingerprints_of(sha256: str) -> list[str]:
    """Of the records a diagnosis was made of, as reports print it. Some of the groups look like a number to call."""
    return [short_fingerprint(sha256), whole_fingerprint(sha256)]


def is_our_own(text: str, finding: Finding, language: str, fingerprints: Collection[str] = ()) -> bool:
    """Whether the program wrote it: with the word before and the word after it, it stands in a sentence of ours.

    A group of a fingerprint is ours within the very fingerprint alone: by its shape it may be two numbers to call.
    """
    if _is_a_month(text, finding, language) or any(_is_within(text, finding, printed) for printed in fingerprints):
        return True
    start = text.rfind(" ", 0, max(finding.start - 1, 0)) + 1
    if text[start : finding.start].rstrip().endswith(ENDS):
        # another sentence, put in front of it
        start = finding.start
    end = text.find(" ", finding.end + 1)
    within = text[start : end if end > 0 else len(text)]
    ours = _our_sentences(language)
    return f"\n{within}\n" in ours if within.strip() == finding.text else within in ours


def _is_within(text: str, finding: Finding, printed: str) -> bool:
    begin = text.find(printed)
    return 0 <= begin <= finding.start and finding.end <= begin + len(printed)


def _is_a_month(text: str, finding: Finding, language: str) -> bool:
    if finding.text.rstrip(".") not in _months(language):
        return False
    before, after = text[: finding.start], text[finding.end :]
    return bool(re.search(r"\d\W*$", before) or re.match(r"\W*\d", after) or not (before + after).strip())


@lru_cache
def _months(language: str) -> frozenset[str]:
    with override(language):
        names = [*MONTHS.values(), *MONTHS_AP.values(), *MONTHS_3.values()]
        return frozenset(str(form).rstrip(".") for each in names for form in (each, str(each).capitalize()))


@lru_cache
def _our_sentences(language: str) -> str:
    """Every sentence the program can write in a language, one a line. English is what the catalogues translate from."""
    catalogue: Mapping[Any, Any] = translation(ANY_OTHER if language == ENGLISH else language)._catalog  # type: ignore[attr-defined]
    pairs = catalogue.items()
    said = [(key[0] if isinstance(key, tuple) else key) if language == ENGLISH else value for key, value in pairs]
    return "\n".join(["", *(str(each).rpartition("\x04")[2].replace("%%", "%") for each in said), ""])
