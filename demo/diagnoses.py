"""The diagnoses of the fictional city: one released with everything that leads up to it, one in review."""

import datetime
from collections.abc import Callable, Sequence
from pathlib import Path

from accounts.actions import save_settings
from accounts.city import city_context
from accounts.models import City, User
from analysis.records import Period
from demo.weighing import weigh
from jobs import artefacts
from jobs.models import Job
from jobs.workers import follow, worker_at_hand
from notices.actions import read
from notices.models import Delivery
from reports import tasks
from reports.actions import answer_check, create_diagnosis, decide, release
from reports.actions.written import keep_written
from reports.models import PDF, Diagnosis, Edition, Judgement, ReleaseCheck
from reports.release.harm import QUESTIONS
from reports.release.hits import hits
from reports.sections.contents import LANDSCAPE

VIA = "command demo"
YEARS = (2024, 2025)
NOTE = (
    "The first diagnosis that also rests on consultations. It is released now so that the network can plan the autumn "
    "with it."
)
# What the admin of the demonstration answered where a plain no would not be true.
# Why what the screen found may stay.
STAYS = "It names a place or a body of this fictional city, and nobody who lives there."
ADDRESSED = {
    "place": "No sentence calls a district anything; what was recorded is told with who looked there.",
    "told": "Two sessions of the spring were told by letter what comes of them.",
    "reply": "The passages were given to those they describe on 10 January; nobody wished to add anything.",
}
OWN = "In Højvang as little was recorded as the years before let one expect."
FIGURE = "figure:now/district=E17"
# What a threat assessment said that nobody published, of a country that does not exist.
THREAT = (
    "The general threat to the country is unchanged. Acts of single people who were stirred online are thought the "
    "likeliest."
)
REWRITTEN = "About as much was recorded in 2024 as in 2023; nobody we asked knows of more or of less."


class Diagnoses:
    """Goes on from wherever an interrupted start left them."""

    def __init__(self, city: City, people: dict[str, User], say: Callable[[str], None]) -> None:
        self.city, self.people, self.say = city, people, say

    def make(self) -> None:
        if not self._are_made():
            with worker_at_hand(self.say):
                for year in YEARS:
                    self._assess(year)
                    made = self._computed(year)
                    if year == YEARS[0]:
                        self._release(made)
        self._begin_review()
        self._read()

    def _assess(self, year: int) -> None:
        """The country's own threat assessment of that year, where none is kept that is as new."""
        published = datetime.date(year, 12, 5)
        with city_context(self.city.pk, via=VIA, actor_id=self.people["admin"].pk):
            city = City.objects.get(pk=self.city.pk)
            if self._of(year) is None and (city.threat_dated is None or city.threat_dated < published):
                city.threat_text, city.threat_source = THREAT, "Invented National Centre (fictional)"
                city.threat_dated, city.threat_link = published, f"https://centre.example/assessment-{year}"
                save_settings(city=city)

    def ask_for(self, year: int) -> None:
        """The one of a year alone, computed and in review."""
        with city_context(self.city.pk, via=VIA):
            found = self._of(year)
        if found is None or found.state in {Diagnosis.State.ANALYSING, Diagnosis.State.FAILED}:
            with worker_at_hand(self.say):
                self._computed(year)

    def export(self, folder: Path, years: Sequence[int] = YEARS) -> list[Path]:
        """Their PDFs as files, written once; returns where they are."""
        files = []
        for year in years:
            with city_context(self.city.pk, via=VIA):
                found = self._of(year)
                kept = Edition.objects.filter(audience=Edition.Audience.RESTRICTED, withdrawn_at=None)
                edition = kept.filter(diagnosis=found).first() if found else None
            file = folder / f"{self.city.slug}-{year}-restricted.pdf"
            if edition is not None and not file.exists():
                file.write_bytes(artefacts.read(self.city.pk, edition.sha256, PDF))
            files.append(file)
        return [file for file in files if file.exists()]

    def _are_made(self) -> bool:
        with city_context(self.city.pk, via=VIA):
            first, second = (self._of(year) for year in YEARS)
        open_states = {Diagnosis.State.ANALYSING, Diagnosis.State.FAILED}
        return (
            first is not None
            and second is not None
            and first.state not in {*open_states, Diagnosis.State.IN_REVIEW}
            and second.state not in open_states
        )

    def _of(self, year: int) -> Diagnosis | None:
        """The diagnosis of a year, whatever its number; inside the city."""
        of_year = Diagnosis.objects.filter(start=datetime.date(year, 1, 1), end=datetime.date(year, 12, 31))
        return of_year.select_related("city").order_by("number").first()

    def _computed(self, year: int) -> Diagnosis:
        """The diagnosis of a year, asked for by the admin and computed by a worker."""
        admin = self.people["admin"]
        with city_context(self.city.pk, via=VIA, actor_id=admin.pk):
            found = self._of(year)
            if found is None:
                self.say(f"Asking for the diagnosis of {year}, compared with {year - 1}")
                period = Period(datetime.date(year, 1, 1), datetime.date(year, 12, 31))
                dated = datetime.date(year + 1, 2, 2)
                found = create_diagnosis(
                    city_id=self.city.pk, period=period, requested_by_id=admin.pk, language="en", dated=dated
                )
                tasks.request(found)
            elif found.state == Diagnosis.State.FAILED:
                tasks.request(found)
        if found.state in {Diagnosis.State.ANALYSING, Diagnosis.State.FAILED}:
            self._follow(found)
        return self._again(found)

    def _release(self, diagnosis: Diagnosis) -> None:
        """Decided and checked by one admin, released by the other."""
        if diagnosis.state != Diagnosis.State.IN_REVIEW:
            return
        admin, second = self.people["admin"], self.people["admin2"]
        if diagnosis.released_by_id is None:
            with city_context(self.city.pk, via=VIA, actor_id=admin.pk):
                for judgement in diagnosis.judgements.select_related("diagnosis", "city"):
                    _decide(judgement, admin)
                weigh(diagnosis, admin)
                _write_own(diagnosis, admin)
                tasks.remake(diagnosis, by=admin)
            # the check is made of the reports as they were decided
            self._follow(diagnosis)
            with city_context(self.city.pk, via=VIA, actor_id=admin.pk):
                checked = answer_check(diagnosis=diagnosis, answers=_answers(diagnosis), by=admin)
            with city_context(self.city.pk, via=VIA, actor_id=second.pk):
                self.say("Releasing the diagnosis of 2024")
                tasks.remake(release(diagnosis=checked, note=NOTE, by=second, is_late_on_purpose=True), by=second)
        self._follow(diagnosis)

    def _begin_review(self) -> None:
        """Half of the judgements of the second are decided, once, so that one can go on."""
        admin = self.people["admin"]
        with city_context(self.city.pk, via=VIA, actor_id=admin.pk):
            second = self._of(2025)
            if second is None or not second.is_open:
                return
            judgements = list(second.judgements.select_related("diagnosis", "city"))
            if all(judgement.is_undecided for judgement in judgements):
                for judgement in judgements[: len(judgements) // 2]:
                    _decide(judgement, admin)
                weigh(second, admin)

    def _read(self) -> None:
        """Some have read of the release, others not yet; once."""
        with city_context(self.city.pk, via=VIA):
            if Delivery.objects.exclude(read_at=None).exists():
                return
            readers = [self.people["admin2"].pk, self.people["officer2"].pk]
            for delivery in Delivery.objects.filter(user__in=readers):
                read(delivery=delivery)

    def _again(self, diagnosis: Diagnosis) -> Diagnosis:
        with city_context(self.city.pk, via=VIA):
            return Diagnosis.objects.select_related("city").get(pk=diagnosis.pk)

    def _follow(self, diagnosis: Diagnosis) -> None:
        job = self._again(diagnosis).job
        if job is not None:
            follow(Job.objects.get(pk=job), self.say)


def _write_own(diagnosis: Diagnosis, admin: User) -> None:
    """One that the rule does not propose, on a figure; the plan stands on it."""
    if not diagnosis.judgements.filter(statement=OWN).exists():
        row = Judgement(diagnosis=diagnosis, city=diagnosis.city, section=LANDSCAPE.number, statement=OWN)
        keep_written(judgement=row, references=[FIGURE], by=admin)


def _decide(judgement: Judgement, admin: User) -> None:
    # what somebody wrote for the last diagnosis waits in the next
    if not judgement.is_undecided or judgement.is_own:
        return
    if judgement.key == "city.change" and judgement.diagnosis.start.year == YEARS[0]:
        judgement.state, judgement.statement = Judgement.State.REWRITTEN, REWRITTEN
    else:
        judgement.state = Judgement.State.CONFIRMED
    decide(judgement=judgement, by=admin)


def _answers(diagnosis: Diagnosis) -> list[ReleaseCheck]:
    answer = ReleaseCheck.Answer
    notes = ADDRESSED | {hit.code: STAYS for hit in hits(diagnosis)}
    asked = [question.code for question in QUESTIONS]
    return [
        ReleaseCheck(
            question=code,
            answer=answer.ADDRESSED if code in notes else answer.NO_RISK,
            note=notes.get(code, ""),
        )
        for code in dict.fromkeys([*asked, *notes])
    ]
