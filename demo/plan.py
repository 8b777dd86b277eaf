"""The plan of the fictional city: eight projects in all states, two of them in question: one by a
complaint, one by a figure that moved. Kept by the actions the pages
use; days that must be before or after today are counted from it."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.city import city_context
from accounts.models import City, Marking, User
from accounts.permissions import member_of
from mapping.models import named_today
from planning.actions import keep_grounds, keep_project, keep_rows, take_step, tell_of
from planning.flags.watching import look
from planning.flags.weekly import look_weekly
from planning.grounds import Justification, offered
from planning.models import Funding, Grounding, Indicator, Measurement, Project
from planning.permissions import AGREE, FINISH, PAUSE, START, STOP
from planning.vocabulary import FlagCause
from stakeholders.models import Organisation

VIA = "command demo"
DAYS = datetime.timedelta(days=1)
# A step, and why; who asks is an officer, who agrees an admin.
Step = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Planned:
    """One project: what its form says, what it stands on, its partners, steps, indicators and funders."""

    fields: Mapping[str, Any]
    ground: tuple[str, str] = ("", "")
    partners: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    # Its fields, then value, source and day of what was measured, and of how many asked.
    indicators: tuple[tuple[dict[str, Any], tuple[int, str, datetime.date, int | None] | None], ...] = ()
    funders: tuple[dict[str, Any], ...] = ()
    review_in: int | None = None
    complaint: str = ""
    # How the judgement of one's own begins on which it stands besides.
    written: str = ""


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


PROJECTS = (
    Planned(
        {
            "title": "Open hall evenings",
            "objective": "A hall with two adults whom those who come know, on four evenings a week.",
            "for_whom": "With the boxing club and parents, for anyone of 13 to 19 who comes.",
            "level": "secondary", "setting": "sport", "needs": ["youth_provision", "safe_spaces"],
            "districts": ["E17"], "owner": "Gammelgård Street Team", "raised_by": "heard",
            "decided_by": "Steering group", "decided_on": day("2025-06-12"), "starts_on": day("2025-07-01"),
            "ends_on": day("2027-06-30"), "budget": 420_000, "risks": "That it is taken for surveillance.",
            "no_harm": "No names at the door. The hall is not called a prevention project; nobody is sent there.",
        },
        ("need", "youth_provision"),
        ("Højvang Boxing Club", "Højvang School", "Elverhavn Libraries"),
        ((START, "Asked for in three of four sessions, and the hall is free."), (AGREE, "")),
        (
            ({"title": "Evenings held", "unit": "evenings", "baseline": 0, "target": 160, "due": day("2026-12-31")},
             (92, "Register of the hall", day("2026-06-30"), None)),
            ({"title": "Young people who name an adult they would call", "kind": "outcome", "unit": "percent",
              "baseline": 39, "target": 60}, (27, "Card at the door", day("2026-05-31"), 52)),
            ({"title": "Parents who know whom to call", "kind": "outcome", "unit": "percent", "target": 50},
             (12, "Evening for parents", day("2026-05-31"), 30)),
        ),
        ({"funder": "The city", "amount": 189_000}, {"funder": "Fjord Housing Fund", "amount": 147_000},
         {"funder": "Traders of Torvet", "amount": 84_000}),
        review_in=30,
        written="In Højvang",
    ),
    Planned(
        {
            "title": "A letter after every report",
            "objective": "Whoever reports something hears within thirty days what became of it.",
            "for_whom": "For everybody who reports, through whatever channel.", "level": "primary",
            "needs": ["information", "trust_building"], "owner": "Prevention Secretariat of Elverhavn",
            "raised_by": "heard", "decided_by": "Steering group", "decided_on": day("2025-03-04"),
            "starts_on": day("2025-04-01"), "ends_on": day("2027-03-31"),
        },
        ("need", "information"),
        ("Elverhavn Police, Local Prevention",),
        ((START, "It costs little and was promised."), (AGREE, "")),
        (({"title": "Answered within thirty days", "unit": "percent", "target": 90},
          (31, "Journal of the secretariat", day("2026-06-30"), 54)),),
        ({"funder": "The city", "share": 100},),
        review_in=60,
    ),
    Planned(
        {
            "title": "Is this film real?",
            "objective": "Older people judge a film or a picture before they send it on.",
            "for_whom": "With the libraries, for anyone who comes to an afternoon.", "level": "primary",
            "needs": ["media_literacy"], "districts": ["E22", "E23"], "owner": "Elverhavn Libraries",
            "raised_by": "partner", "starts_on": day("2025-09-01"), "ends_on": day("2026-12-31"),
        },
        ("need", "media_literacy"),
        ("Senior Citizens' Council",),
        ((START, "The first afternoon was full."), (AGREE, "")),
        (({"title": "Afternoons held", "baseline": 0, "target": 8, "due": day("2026-12-31")},
          (6, "Diary of the libraries", day("2026-09-30"), None)),),
        ({"funder": "Fjord Housing Fund", "amount": 60_000}, {"funder": "The city", "amount": 20_000}),
        review_in=45,
        complaint="The poster shows a mosque beside the word fake. People who pray there feel pointed at.",
    ),
    Planned(
        {
            "title": "Talks in the yard", "objective": "Neighbours know each other before there is a quarrel.",
            "for_whom": "For whoever lives round the yard.", "level": "primary", "needs": ["trust_building"],
            "districts": ["E15"], "owner": "Youth and Leisure Department", "raised_by": "city",
            "starts_on": day("2025-05-01"),
        },
        ("need", "trust_building"),
        ("Family House Østmark",),
        ((START, "The yard was asked."), (AGREE, ""), (PAUSE, "The host is on leave until spring.")),
        funders=({"funder": "The city", "share": 100},),
        review_in=90,
    ),
    Planned(
        {
            "title": "One form to refer people", "objective": "Nobody is sent from door to door.",
            "for_whom": "For those who work with people, and need another service for them.", "level": "primary",
            "needs": ["coordination", "referral"], "owner": "Family House Østmark", "raised_by": "city",
            "starts_on": day("2024-09-01"), "ends_on": day("2026-01-12"),
            "lessons": "A form that fits on one page is used; the longer one was not. It is everyday work now.",
        },
        ("need", "coordination"),
        ("Elverhavn Health Centre", "Højvang School"),
        ((START, "All five services agreed to it."), (AGREE, ""), (FINISH, "Kept on as everyday work.")),
        (({"title": "Services that use it", "baseline": 0, "target": 5},
          (5, "Asked by telephone", day("2026-01-12"), None)),),
        ({"funder": "The city", "share": 100},),
    ),
    Planned(
        {
            "title": "Posters at the station", "objective": "Everybody knows the number to call.",
            "for_whom": "For whoever passes.", "level": "primary", "needs": ["information"], "districts": ["E07"],
            "owner": "Prevention Secretariat of Elverhavn", "raised_by": "city", "starts_on": day("2025-02-01"),
            "ends_on": day("2025-12-31"),
            "lessons": "A number without a name behind it is not called.",
        },
        ("need", "information"),
        (),
        ((START, "Quick to do."), (AGREE, ""), (STOP, "Nobody called who had seen one."), (AGREE, "")),
        funders=({"funder": "The city", "share": 100},),
    ),
    Planned(
        {
            "title": "Light at the last car park", "objective": "A way home that is lit.",
            "for_whom": "For whoever walks home from the last bus.", "level": "primary", "needs": ["safe_spaces"],
            "districts": ["E24"], "owner": "Streets and Parks Department", "raised_by": "heard",
        },
        ("need", "safe_spaces"),
        ("Kvarnby Residents",),
        ((START, "The lamps are paid for."),),
        funders=({"funder": "The city", "amount": 250_000},),
    ),
    Planned(
        {
            "title": "A campaign with well-known faces",
            "objective": "More people say aloud what they think of violence.",
            "for_whom": "For everybody online.", "level": "primary", "owner": "Prevention Secretariat of Elverhavn",
            "raised_by": "funder",
        },
        funders=({"funder": "Foundation for a Safer Coast", "amount": 300_000},),
    ),
)  # fmt: skip


class Plan:
    """Made once, after the first diagnosis is released; what is there is left as people made it."""

    def __init__(self, city: City, people: dict[str, User]) -> None:
        self.city, self.people = city, people

    def make(self) -> None:
        with city_context(self.city.pk, via=VIA):
            if Project.objects.exists():
                return
            names = dict(named_today(self.city.pk))
            admin = member_of(self.city.pk, self.people["admin"])
            there = {each.pair: each for each in offered(admin, names)} if admin else {}
            for each in PROJECTS:
                self._make(each, there)
            look(self.city.pk)
            # the year after the diagnosis in force, in which more was recorded in one district
            look_weekly()

    def _make(self, each: Planned, there: Mapping[tuple[str, str], Justification]) -> None:
        officer = self.people["officer"]
        with city_context(self.city.pk, via=VIA, actor_id=officer.pk):
            project = Project(city=self.city, marking=Marking.GREEN, **each.fields)
            if each.review_in is not None:
                project.review_on = timezone.localdate() + each.review_in * DAYS
            ground = there.get(each.ground)
            if ground is None:
                project.ungrounded_because = "It was begun before there was a diagnosis." if each.steps else ""
            first = Grounding(kind=ground.kind, key=ground.key, chosen_in=ground.number) if ground else None
            bodies = list(Organisation.objects.filter(name__in=each.partners))
            keep_project(project=project, partners=bodies, by=officer, first_ground=first)
            self._stand_on_written(project, each, there, officer)
            self._rows(project, each, officer)
        for step, because in each.steps:
            by = self.people["admin" if step == AGREE else "officer"]
            with city_context(self.city.pk, via=VIA, actor_id=by.pk):
                take_step(project=project, step=step, because=because, by=by)
        if each.complaint:
            by = self.people["reader"]
            with city_context(self.city.pk, via=VIA, actor_id=by.pk):
                tell_of(
                    project=project, cause=FlagCause.HARM, key="reader", what=each.complaint, marking=Marking.AMBER,
                    by=by,
                )  # fmt: skip

    def _stand_on_written(
        self, project: Project, each: Planned, there: Mapping[tuple[str, str], Justification], by: User
    ) -> None:
        own = [said for said in there.values() if each.written and said.sentence.startswith(each.written)]
        if own:
            chosen = [*(pair for pair in there if pair == each.ground), own[0].pair]
            keep_grounds(project=project, chosen=chosen, offered=list(there), number=own[0].number, because="", by=by)

    def _rows(self, project: Project, each: Planned, by: User) -> None:
        for facts, measured in each.indicators:
            row = Indicator(**facts)
            keep_rows(project=project, written=[row], by=by)
            if measured:
                value, source, on, asked = measured
                value_row = Measurement(indicator=row, value=value, source=source, measured_on=on, of=asked)
                keep_rows(project=project, written=[value_row], by=by)
        keep_rows(project=project, written=[Funding(**facts) for facts in each.funders], by=by)
