"""Records that come from a file which Groundwork wrote: those that are not there yet, each as it was."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.serializers.base import DeserializedObject
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.markings import ORDER as MARKINGS
from accounts.markings import highest
from accounts.models import City, Membership
from accounts.permissions import require_processing_record
from core.errors import Refused
from mapping.actions.batches import ERASED_MEANWHILE, stones_of
from mapping.actions.own_approvals import Approvals
from mapping.actions.own_facts import CODES, OF_THE_REVIEW, PEOPLE, PLAIN, Facts, differences, digest
from mapping.actions.sources import mark_as_source
from mapping.models import District, Observation, ObservationImport, Series, Source
from records.models import ReviewState, Tombstone
from records.source_keys import SourceKeys

ROWS_SHOWN = 20
OWN_FORMAT = "groundwork-own-observations/1"


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows of a file: which were added, how many are there already, how many stand in it twice, which of those
    there read otherwise and in what; `told` is what whoever brought it has to know."""

    added: Sequence[int]
    there: int
    repeated: int
    differing: Sequence[tuple[int, Sequence[str]]]
    told: Sequence[str]


class _There:
    """What the city has: sources, districts, people, and of its records those that rows may mean."""

    def __init__(self, city: City, rows: Sequence[tuple[int, Facts]]) -> None:
        self.city = city
        self._zone = ZoneInfo(city.time_zone)
        self.sources = {row.key: row for row in Source.objects.filter(city=city)}
        # of two of one name the one that fewer read
        of_city = sorted(Series.objects.filter(city=city), key=lambda row: (MARKINGS.index(row.marking), row.pk))
        self.series = {row.name: row for row in of_city}
        self._keys = {row.pk: row.key for row in self.sources.values()}
        self._people: dict[str, set[int]] = defaultdict(set)
        self._districts: dict[str, list[District]] = defaultdict(list)
        self._by_key: dict[tuple[str, str], Observation] = {}
        self._by_number: dict[int, Observation] = {}
        self._unnamed: Counter[bytes] = Counter()
        self._unreviewed: dict[bytes, list[Facts]] = defaultdict(list)
        districts = District.objects.filter(city=city).only("code", "name", "city")
        for district in districts.order_by("-boundary_set__valid_from"):
            self._districts[district.code].append(district)
        for member in Membership.objects.filter(city=city).select_related("user"):
            self._people[str(member.user)].add(member.user_id)
        self._look_for(rows)

    def _look_for(self, rows: Sequence[tuple[int, Facts]]) -> None:
        keys = {(said["source"], said["external_key"]) for _number, said in rows if said["external_key"]}
        unnamed = [said for _number, said in rows if not said["external_key"]]
        numbers, titles = {said["id"] for said in unnamed}, {said["title"] for said in unnamed}
        records = Observation.objects.filter(city=self.city).select_related(*PEOPLE, "series")
        for record in records.iterator(chunk_size=2000):
            for person in (record.created_by, record.approved_by):
                if person:
                    self._people[str(person)].add(person.pk)
            key = (self._keys[record.source_id], record.external_key)
            if key in keys:
                self._by_key[key] = record
            elif not record.external_key:
                facts = self.facts(record)
                self._unnamed[digest(facts, self._zone)] += 1
                if record.title in titles:
                    self._unreviewed[digest(facts, self._zone, OF_THE_REVIEW)].append(facts)
                if record.pk in numbers:
                    self._by_number[record.pk] = record

    def facts(self, record: Observation) -> Facts:
        return {
            **{name: getattr(record, name) for name in PLAIN},
            "created_by": record.created_by_id,
            "approved_by": record.approved_by_id,
            "source": self._keys[record.source_id],
            "district": record.district_id,
            "series": record.series.name if record.series else "",
        }

    def meant(self, said: Facts) -> Facts:
        """What a row says, with who and what is here for whom and what it names. Raises ValidationError."""
        if said["source"] not in self.sources and not said["source_type"]:
            raise ValidationError(_("there is no source “%(key)s” here, and the file does not say of what type it is.")
                                  % {"key": said["source"]})  # fmt: skip
        return {
            **{name: said[name] for name in PLAIN},
            **{name: self._person(said[name]) for name in PEOPLE},
            "source": said["source"],
            "district": self._district(said["district"], said["district_label"]) if said["district"] else None,
            "series": said["series"],
        }

    def differences(self, said: Facts, facts: Facts) -> list[str] | None:
        """In what the record of a row reads otherwise, in nothing perhaps; None where it is not here.

        It is known by the key of its source; without one by all that it says, or by the number that it had here.
        """
        if said["external_key"]:
            record = self._by_key.get((said["source"], said["external_key"]))
            return None if record is None else differences(self.facts(record), facts, self._zone)
        whole = digest(facts, self._zone)
        alike = self._unreviewed[digest(facts, self._zone, OF_THE_REVIEW)]
        if self._unnamed[whole] > 0:
            self._unnamed[whole] -= 1
            alike.remove(next(each for each in alike if not differences(each, facts, self._zone)))
            return []
        if alike:
            # it is here, perhaps from this very file: what the review here made of it stands
            return differences(alike.pop(), facts, self._zone)
        numbered = self._by_number.get(said["id"])
        if numbered is None or f"/city/{self.city.slug}/" not in said["address"]:
            return None
        differing = differences(self.facts(numbered), facts, self._zone)
        return None if "created_at" in differing else differing

    def _person(self, name: str) -> int | None:
        """Who is meant, if one person here is called so and no other."""
        found = self._people.get(name, set()) if name else set()
        return min(found) if len(found) == 1 else None

    def _district(self, code: str, name: str) -> int:
        """The newest of that code and name. Raises ValidationError."""
        found = self._districts.get(code, [])
        for district in found:
            if district.name == name:
                return district.pk
        if found:
            raise ValidationError(_("district %(code)s is called “%(there)s” here, not “%(name)s”.") % {
                "code": code, "there": found[0].name, "name": name})  # fmt: skip
        raise ValidationError(_("there is no district %(code)s (%(name)s) here. Import its boundaries first.") % {
            "code": code, "name": name})  # fmt: skip


@transaction.atomic
def keep_own(*, city: City, rows: Sequence[tuple[int, Facts]], file_name: str, file_sha256: str) -> Kept:
    """Add what is not there yet, all or nothing; the city must have its processing record. Raises ValidationError."""
    try:
        require_processing_record(city)
    except Refused as refused:
        raise ValidationError(str(refused)) from None
    rows, repeated = _each_once(rows)
    stones, was_erased = stones_of(city), _erased(city)
    there = _There(city, rows)
    new: list[_New] = []
    differing: list[tuple[int, Sequence[str]]] = []
    erased: list[int] = []
    problems: list[str] = []
    for number, said in rows:
        try:
            facts = there.meant(said)
        except ValidationError as problem:
            problems.append(_("Row %(row)d, %(message)s") % {"row": number, "message": problem.messages[0]})
            continue
        differs = there.differences(said, facts)
        if differs is None and was_erased(said):
            erased.append(number)
        elif differs is None:
            new.append(_New(number, said, facts))
        elif differs:
            differing.append((number, differs))
    if problems:
        raise ValidationError(problems[:ROWS_SHOWN])
    nobody = [row.number for row in new if any(row.said[name] and row.facts[name] is None for name in PEOPLE)]
    new, waiting = _as_approved_here(city, new)
    _add(there, new, file_name, file_sha256)
    if stones_of(city) != stones and any(map(_erased(city), (row.said for row in new))):
        raise ValidationError(str(ERASED_MEANWHILE))
    found = len(rows) - len(new) - len(erased)
    return Kept([row.number for row in new], found, repeated, differing, list(_told_of(new, waiting, nobody, erased)))


@dataclass(frozen=True, slots=True)
class _New:
    number: int
    said: Facts
    facts: Facts
    alone_because: str = ""

    @property
    def is_of_a_file(self) -> bool:
        """It came in a file before, or nobody said what it was."""
        return bool(self.said["batch"]) or not self.facts["manifestations"]

    @property
    def says_who_approved(self) -> bool:
        """Of a record that counts: by name, or because no file is named either with which it was taken in."""
        return self.facts["state"] == ReviewState.APPROVED and bool(self.said["approved_by"] or not self.said["batch"])


def _as_approved_here(city: City, new: Sequence[_New]) -> tuple[list[_New], list[_New]]:
    """The rows as they come in, and those of them that wait for review, since nobody here approved just that."""
    asked = [row.facts for row in new if row.says_who_approved and row.facts["approved_by"] is not None]
    approvals = Approvals(city, asked)
    kept, waiting = [], []
    for row in new:
        if not row.says_who_approved:
            kept.append(row)
        elif (event := approvals.take(row.facts)) is not None:
            kept.append(replace(row, alone_because=event.alone_because))
        else:
            nobody = {"state": ReviewState.SUBMITTED.value, "approved_by": None, "approved_at": None}
            kept.append(replace(row, facts={**row.facts, **nobody}))
            waiting.append(row)
    return kept, waiting


def _each_once(rows: Sequence[tuple[int, Facts]]) -> tuple[Sequence[tuple[int, Facts]], int]:
    """Rows of two files put together: the same twice is once; one record said in two ways is refused."""
    seen: dict[object, tuple[int, Facts]] = {}
    for number, said in rows:
        of = (said["source"], said["external_key"]) if said["external_key"] else (said["address"], said["id"])
        first, before = seen.setdefault(of, (number, said))
        if before != said:
            raise ValidationError(
                _("Rows %(first)d and %(second)d are of one record and do not say the same. Take one of them out.")
                % {"first": first, "second": number}
            )
    return list(seen.values()), len(rows) - len(seen)


def _erased(city: City) -> Callable[[Facts], bool]:
    """Whether the record of a row was erased here: by its source's key, or by the number that it had."""
    stones = Tombstone.objects.filter(city=city, model=Observation._meta.label_lower)
    digests, numbers, made = set(), set(), SourceKeys(city.pk)
    for made_of, number in stones.values_list("source_key", "record_id"):
        digests.add(made_of)
        numbers.add(number)

    def was(said: Facts) -> bool:
        if said["external_key"] and not digests.isdisjoint(made.digests(said["source"], said["external_key"])):
            return True
        return said["id"] in numbers and f"/city/{city.slug}/" in said["address"]

    return was


def _add(there: _There, new: Sequence[_New], file_name: str, file_sha256: str) -> None:
    batches: dict[tuple[str, str], ObservationImport] = {}
    for key, rows in _by_batch(new).items():
        batches[key] = _batch(there, rows, key[1] or file_name, file_sha256)
    number = 0
    try:
        with transaction.atomic():  # all or none, and of one that the database refuses it is still said which
            for row in new:
                number = row.number
                record = _record(there, row, batches)
                record.clean_fields(exclude=["city", "source", "district", "series", "batch", *PEOPLE, *CODES])
                # as fixtures are loaded: when it was recorded is not now
                DeserializedObject(record).save(force_insert=True)
    except ValidationError as problem:
        raise ValidationError(_("Row %(row)d, %(message)s") % {
            "row": number, "message": "; ".join(problem.messages)}) from None  # fmt: skip
    except IntegrityError as problem:
        raise ValidationError(_("Row %(row)d, %(message)s") % {
            "row": number, "message": _why(problem)}) from None  # fmt: skip
    for source in {row.facts["source"] for row in new}:
        mark_as_source(there.sources[source])


def _by_batch(new: Sequence[_New]) -> dict[tuple[str, str], list[_New]]:
    """By source and by the file that they came in; what a person here vouches for needs none."""
    found: dict[tuple[str, str], list[_New]] = defaultdict(list)
    for row in new:
        if row.is_of_a_file:
            found[row.facts["source"], row.said["batch"]].append(row)
    return found


def _batch(there: _There, rows: Sequence[_New], file_name: str, file_sha256: str) -> ObservationImport:
    """The day of its data is its last: what the source itself sends later is newer."""
    last = max(row.facts["last_day"] for row in rows)
    return ObservationImport.objects.create(
        city=there.city,
        source=_source(there, rows[0]),
        file_name=file_name[:255],
        file_sha256=file_sha256,
        mapping={"format": OWN_FORMAT},
        extracted_on=min(last, timezone.localdate()),
        rows_read=len(rows),
        added=len(rows),
        already_there=0,
    )


def _source(there: _There, row: _New) -> Source:
    key = row.facts["source"]
    if key not in there.sources:
        source = Source(city=there.city, key=key, name=row.said["source_label"], source_type=row.said["source_type"])
        source.full_clean()
        source.save()
        there.sources[key] = source
    return there.sources[key]


def _record(there: _There, row: _New, batches: Mapping[tuple[str, str], ObservationImport]) -> Observation:
    plain = {name: row.facts[name] for name in PLAIN}
    return Observation(
        city=there.city,
        **plain,
        created_by_id=row.facts["created_by"],
        approved_by_id=row.facts["approved_by"],
        alone_because=row.alone_because,
        source=_source(there, row),
        district_id=row.facts["district"],
        series=_series(there, row),
        batch=batches[row.facts["source"], row.said["batch"]] if row.is_of_a_file else None,
    )


def _series(there: _There, row: _New) -> Series | None:
    """Of its name, marked no lower than the record."""
    name = row.facts["series"]
    if not name:
        return None
    if name not in there.series:
        there.series[name] = Series(city=there.city, name=name, marking=row.facts["marking"])
        there.series[name].full_clean()
        there.series[name].save()
    series = there.series[name]
    marking = highest([series.marking, row.facts["marking"]])
    if marking != series.marking:
        series.marking = marking
        series.save(update_fields=["marking"])
    return series


def _why(problem: IntegrityError) -> str:
    """The sentence of the rule that the database found broken."""
    name = getattr(getattr(problem.__cause__, "diag", None), "constraint_name", "") or ""
    rules = {rule.name: rule for rule in Observation._meta.constraints}
    return str(rules[name].violation_error_message) if name in rules else str(problem).splitlines()[0]


def _told_of(
    new: Sequence[_New], waiting: Sequence[_New], nobody: Sequence[int], erased: Sequence[int]
) -> Iterator[str]:
    """What is good to know of what came in, and what did not come along."""
    if erased:
        yield _("Rows %(rows)s are of records that were erased here; they are not taken in.") % {"rows": _some(erased)}
    if waiting:
        told = ngettext(
            "%(count)s record waits for review, though the file calls it approved: the history here holds no approval "
            "of just what it says. Rows %(rows)s.",
            "%(count)s records wait for review, though the file calls them approved: the history here holds no "
            "approval of just what they say. Rows %(rows)s.",
            len(waiting),
        )
        yield told % {"count": len(waiting), "rows": _some([row.number for row in waiting])}
    if nobody:
        yield _("Rows %(rows)s name people who are no members here; who recorded or approved them is not kept.") % {
            "rows": _some(nobody)}  # fmt: skip
    elsewhere = [row.number for row in new if row.facts["state"] == ReviewState.APPROVED and not row.said["counts"]]
    if elsewhere:
        yield _(
            "Rows %(rows)s did not count, since a better record tells of the same event. The file does not say which: "
            "say so under the pairs, or they count twice."
        ) % {"rows": _some(elsewhere)}


def _some(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:ROWS_SHOWN])) + (" …" if len(numbers) > ROWS_SHOWN else "")
