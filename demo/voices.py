"""The stakeholders of the fictional city and what they said: read from files, kept by the actions the pages use."""

import datetime
import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from accounts.actions import save_settings
from accounts.city import city_context
from accounts.models import City, User
from mapping.actions.factors import record_factor
from mapping.actions.observations import record_and_submit, record_observation
from mapping.models import District, Factor, Observation
from mapping.vocabulary import GRADES
from records.actions import approve, keep_new, return_, submit
from reports.models import Diagnosis
from stakeholders.actions import (
    SectionChanges,
    Speaker,
    keep_group,
    keep_organisation,
    keep_part,
    record_consultation,
    record_conversation,
)
from stakeholders.actions.attribution import ORGANISATION
from stakeholders.models import (
    Attendance,
    Consultation,
    Disagreement,
    Finding,
    FollowUp,
    HeadCount,
    Information,
    Need,
    Organisation,
    Outlook,
    PopulationGroup,
    Quote,
    Service,
    TrustRating,
)
from stakeholders.vocabulary import Axis, Instrument, Part

VIA = "command demo"
Row = dict[str, Any]
# The rows of a consultation's file, the model each is kept in, and the section they stand in.
ROWS: tuple[tuple[str, type[Any], Part], ...] = (
    ("needs", Need, Part.NEEDS),
    ("outlook", Outlook, Part.OUTLOOK),
    ("trust", TrustRating, Part.TRUST),
    ("information", Information, Part.TRUST),
    ("findings", Finding, Part.FINDINGS),
    ("disagreements", Disagreement, Part.DISAGREEMENTS),
    ("quotes", Quote, Part.QUOTES),
    ("follow_up", FollowUp, Part.FOLLOW_UP),
)
AXES = (("groups", Axis.GROUP, "name"), ("sectors", Axis.SECTOR, "code"), ("ages", Axis.AGE, "code"))
OF_SESSION = (
    *(
        "title",
        "instrument",
        "confidentiality",
        "marking",
        "held",
        "districts",
        "venue",
        "organiser",
        "languages",
        "interpreter",
    ),
    *("people", "organisations_invited", "organisations_came", "barriers", "barriers_note", "consent_by", "promised"),
)
# In the network's own words (`accounts.models.City`).
MISSION = (
    "That everybody in Elverhavn can live, speak and believe without fear of violence, and is heard before it happens."
)
COMMON_GOAL = (
    "By 2027 whoever reports a threat hears within a week what became of it, and in every district there is somewhere "
    "to be in the evening."
)
DAYS = ("valid_from", "valid_until")
SAID_IN_ANY = (Part.SESSION, Part.HEARD, Part.CONSENT)


class Voices:
    """Takes in one city's files. What is there already is left as it is, so an interrupted start is taken up again."""

    def __init__(
        self, city: City, folder: Path, people: dict[str, User], *, aims: tuple[str, str] | None = None
    ) -> None:
        self.city, self.folder, self.people, self.aims = city, folder, people, aims

    def take_in(self) -> None:
        with city_context(self.city.pk, via=VIA):
            if Diagnosis.objects.exists() and Organisation.objects.exists():
                return  # all of it was taken in before the first was asked for; what people changed since stays
        for row in _read(self.folder / "population-groups.json"):
            self._group(row)
        for row in _read(self.folder / "organisations.json"):
            self._organisation(row)
        for file in sorted(self.folder.glob("consultations-*.json")):
            for row in _read(file):
                self._consultation(row)
        for row in _read(self.folder / "observations.json"):
            self._observation(row)
        for row in _read(self.folder / "factors.json"):
            self._factor(row)
        for row in _read(self.folder / "services.json"):
            self._service(row)
        self._aims()

    def _group(self, row: Row) -> None:
        by = self.people["admin"]
        with city_context(self.city.pk, via=VIA, actor_id=by.pk):
            if not PopulationGroup.objects.filter(name=row["name"]).exists():
                keep_group(group=PopulationGroup(city=self.city, **row), by=by)

    def _organisation(self, row: Row) -> None:
        by = self.people["officer"]
        with city_context(self.city.pk, via=VIA, actor_id=by.pk):
            if not Organisation.objects.filter(name=row["name"]).exists():
                groups = [self.groups[name] for name in row.get("groups", ())]
                keep_organisation(organisation=Organisation(city=self.city, **{**row, "groups": groups}), by=by)

    @cached_property
    def groups(self) -> dict[str, str]:
        """Code by name."""
        return dict(PopulationGroup.objects.values_list("name", "code"))

    @cached_property
    def organisations(self) -> dict[str, Organisation]:
        return {each.name: each for each in Organisation.objects.all()}

    def _consultation(self, row: Row) -> None:
        by, admin = self.people[row["by"]], self.people["admin"]
        with city_context(self.city.pk, via=VIA, actor_id=by.pk):
            if Consultation.objects.filter(title=row["title"]).exists():
                return
            made = self._conversation(row, by) if row["instrument"] == Instrument.CONVERSATION else self._long(row, by)
            state = row.get("state", "approved")
            if state == "draft":
                return
            submit(record=made, by=by)
            # the reviewer's part, in the same transaction: one record is there as a whole or not at all
            with city_context(self.city.pk, via=VIA, actor_id=admin.pk):
                _review(made, row, admin)

    def _session(self, row: Row) -> Consultation:
        fields = {name: row[name] for name in OF_SESSION if name in row}
        days = {name: datetime.date.fromisoformat(row[name]) for name in ("first_day", "last_day") if row.get(name)}
        named = self.people["admin"] if row["confidentiality"] == "confidential" else None
        return Consultation(city=self.city, named_admin=named, **fields, **days)

    def _conversation(self, row: Row, by: User) -> Consultation:
        kept = [each for name, model, _part in ROWS for each in self._rows(row, name, model)]
        with_whom = row.get("organisations")
        first = Speaker(ORGANISATION, str(self._body(with_whom[0]["name"]).pk)) if with_whom else kept[0][1]
        told = SectionChanges(
            kept=[each for each, _by in kept], raised_by={id(each): said_by for each, said_by in kept}
        )
        return record_conversation(consultation=self._session(row), told=told, who=first, by=by, hand_in=False)

    def _long(self, row: Row, by: User) -> Consultation:
        made = record_consultation(consultation=self._session(row), by=by)
        for part in made.parts:
            kept = [each for name, model, place in ROWS if place == part for each in self._rows(row, name, model)]
            heard = list(self._heard(row)) if part == Part.HEARD else []
            if part in SAID_IN_ANY or kept:
                raised_by = {id(each): said_by for each, said_by in kept if said_by is not None}
                told = SectionChanges(kept=[*heard, *(each for each, _by in kept)], raised_by=raised_by)
                made = keep_part(consultation=made, part=part, told=told, by=by)
        return made

    def _heard(self, row: Row) -> Iterator[Any]:
        for each in row.get("organisations", ()):
            yield Attendance(organisation=self._body(each["name"]), answer=each["answer"])
        for name, axis, key in AXES:
            for each in row.get(name, ()):
                code = self.groups[each[key]] if axis == Axis.GROUP else each[key]
                represented = each.get("represented", False)
                yield HeadCount(axis=axis, code=code, people=each["people"], represented=represented)

    def _rows(self, row: Row, name: str, model: type[Any]) -> Iterator[tuple[Any, Any]]:
        """Each with who said it; None where it is not kept who did."""
        for each in row.get(name, ()):
            fields = {key: value for key, value in each.items() if key != "by"}
            if "groups" in fields:
                fields["groups"] = [self.groups[group] for group in fields["groups"]]
            if fields.get("told_on"):
                fields["told_on"] = datetime.date.fromisoformat(fields["told_on"])
            yield model(**fields), self._speaker(each["by"]) if "by" in each else None

    def _speaker(self, text: str) -> Speaker:
        found = Speaker.read(text)
        return Speaker(ORGANISATION, str(self._body(found.code).pk)) if found.kind == ORGANISATION else found

    def _body(self, name: str) -> Organisation:
        return self.organisations[name]

    def _observation(self, row: Row) -> None:
        """Written on the officer's form, and at some point of its review."""
        by, admin = self.people[row["by"]], self.people["admin"]
        fields = {key: value for key, value in row.items() if key not in {"by", "state", "comment", "district"}}
        day = datetime.date.fromisoformat(fields.pop("day"))
        fields["reliability"], fields["credibility"] = GRADES[row["how_known"]]
        with city_context(self.city.pk, via=VIA, actor_id=by.pk):
            if Observation.objects.filter(title=row["title"]).exists():
                return
            where = District.objects.of_today(city_id=self.city.pk).filter(code=row.get("district", "")).first()
            made = Observation(city=self.city, district=where, first_day=day, last_day=day, **fields)
            if row["state"] == "draft":
                record_observation(observation=made, by=by)
                return
            record_and_submit(observation=made, by=by)
            with city_context(self.city.pk, via=VIA, actor_id=admin.pk):
                _review(made, row, admin)

    def _factor(self, row: Row) -> None:
        fields = {key: value for key, value in row.items() if key not in {"by", "state"}}
        by, admin = self.people[row["by"]], self.people["admin"]
        with city_context(self.city.pk, via=VIA, actor_id=by.pk):
            if Factor.objects.filter(title=row["title"]).exists():
                return
            made = record_factor(factor=Factor(city=self.city, **fields), by=by, hand_in=True)
            with city_context(self.city.pk, via=VIA, actor_id=admin.pk):
                _review(made, row, admin)

    def _service(self, row: Row) -> None:
        fields = {key: value for key, value in row.items() if key not in {"by", "state", "organisation"}}
        days = {name: datetime.date.fromisoformat(fields.pop(name)) for name in DAYS if name in fields}
        by, admin = self.people[row["by"]], self.people["admin"]
        with city_context(self.city.pk, via=VIA, actor_id=by.pk):
            if Service.objects.filter(title=row["title"]).exists():
                return
            body = self._body(row["organisation"])
            made = keep_new(record=Service(city=self.city, organisation=body, **fields, **days), by=by, hand_in=True)
            with city_context(self.city.pk, via=VIA, actor_id=admin.pk):
                _review(made, row, admin)

    def _aims(self) -> None:
        city = City.objects.get(pk=self.city.pk)
        if self.aims and not city.mission:
            city.mission, city.common_goal = self.aims
            save_settings(city=city)


def _review(record: Any, row: Row, admin: User) -> None:
    state = row.get("state", "approved")
    if state == "approved":
        approve(record=record, by=admin)
    elif state == "returned":
        return_(record=record, by=admin, comment=row["comment"])


def _read(file: Path) -> list[Row]:
    rows: list[Row] = json.loads(file.read_text(encoding="utf-8"))
    return rows
