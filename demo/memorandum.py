"""The memorandum of the fictional city's network: a version that was replaced and the one that holds, signed by all
members but one, with a dissent and a wish to revise it. Kept by the actions the pages use; days are counted from today.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.city import city_context
from accounts.models import City, User
from demo.voices import COMMON_GOAL, MISSION
from notices.actions.asking import keep_body
from notices.models import NetworkBody
from stakeholders.actions import (
    answer_revision,
    ask_revision,
    begin_version,
    keep_version,
    record_dissent,
    record_signature,
    sign,
    take_version_step,
)
from stakeholders.memorandum.steps import DECIDE, PUT
from stakeholders.models import Memorandum, MemorandumRole

VIA = "command demo"
DAYS = datetime.timedelta(days=1)
SCHOOL, POLICE, BOXING = "Højvang School", "Elverhavn Police, Local Prevention", "Højvang Boxing Club"
FAITHS, YOUTH = "Interfaith Council of Elverhavn", "Youth Council of Elverhavn"
RESIDENTS, SENIORS = "Kvarnby Residents", "Senior Citizens' Council"
# The account of the cast that speaks for a member; the others sign on paper, through the office named.
SPEAK = {SCHOOL: "reader", POLICE: "member"}
OFFICES = {
    SCHOOL: "The head of school",
    POLICE: "The head of local prevention",
    BOXING: "The board",
    FAITHS: "The two chairs",
    YOUTH: "The chair",
    RESIDENTS: "The board",
    SENIORS: "The chair",
}


@dataclass(frozen=True, slots=True)
class Version:
    """What a version says, since how many days it holds, and who signed it on paper so many days ago."""

    texts: Mapping[str, str]
    because: str
    decided: int
    since: int
    on_paper: Mapping[str, int]
    # Role and concerns of each member; of the city itself without a name.
    roles: Mapping[str, tuple[str, str]] = field(default_factory=dict)


PRINCIPLES = (
    "Members tell each other what happened, where and when; never who. What is said at a meeting of the network stays "
    "among its members unless the one who said it agrees.\nThe police get their edition like every other member, and "
    "nothing else."
)
DECISIONS = (
    "Each member has one voice, whatever its size. What is decided is decided at a meeting to which all were asked "
    "three weeks before. Any member may ask that this memorandum says something else, and gets an answer with a reason."
)
ROLES = {
    "": (
        "Keeps the diagnosis and the plan, calls the meetings, and answers every wish of a member within a month.",
        "That what is promised is done.",
    ),
    SCHOOL: (
        "Brings what pupils and parents ask, and opens its rooms in the evening.",
        "That no pupil is written about, and that teachers are not made into police.",
    ),
    POLICE: (
        "Says what became of a report, as far as the law lets it.",
        "That crimes are reported, and not only talked about.",
    ),
    BOXING: ("Runs the open evenings in the hall.", "That nobody is asked for a name at the door."),
    FAITHS: (
        "Answers for its congregations when something happens to one of them.",
        "That a faith is named only where it is hit, never as a cause.",
    ),
    RESIDENTS: ("Says what is lacking in the village, and who knows whom.", "That the city looks beyond the centre."),
    SENIORS: ("Passes on what older people hear and fear.", "That answers come on paper too."),
}
VERSIONS = (
    Version(
        {"common_goal": COMMON_GOAL, "mission": MISSION, "principles": PRINCIPLES},
        "The first version, written with all members at two meetings.",
        decided=410,
        since=390,
        on_paper=dict.fromkeys((SCHOOL, POLICE, BOXING, FAITHS, RESIDENTS, SENIORS), 400),
        roles=ROLES,
    ),
    Version(
        {
            "common_goal": COMMON_GOAL,
            "mission": f"{MISSION} What we do follows from what people here told us, whoever pays for it.",
            "vision": "A city in which nobody waits for the next incident to be asked.",
            "principles": f"{PRINCIPLES}\nWhoever gives money to a project does not decide what it says.",
            "decisions": DECISIONS,
        },
        "How the network decides is written down, since smaller members asked for it; and that money does not decide. "
        "The Youth Council is a member.",
        decided=26,
        since=12,
        on_paper={BOXING: 20, FAITHS: 14, YOUTH: 12, RESIDENTS: 9},
        roles=ROLES
        | {
            YOUTH: (
                "Says what young people make of a plan before it begins.",
                "That young people are asked before something is decided about them.",
            )
        },
    ),
)
DISSENT = (
    SCHOOL,
    "We sign, and do not agree that our rooms are open in the evening without somebody of the city in the house.",
)
ASKED = "The libraries take part in every project and are named nowhere. Write down what they take on."
ANSWERED = (
    "Say that the network meets four times a year.",
    "not_taken",
    "How often it meets is decided each spring with the budget, and stands in the plan of meetings.",
)


class Memoranda:
    """Made once; what is there is left as people made it."""

    def __init__(self, city: City, people: dict[str, User]) -> None:
        self.city, self.people = city, people

    def make(self) -> None:
        with city_context(self.city.pk, via=VIA):
            if Memorandum.objects.exists():
                return
            bodies = {name: self._body(name) for name in OFFICES}
        first, second = VERSIONS
        # while it holds
        self._asked(self._version(first, bodies))
        version = self._version(second, bodies)
        for name, account in SPEAK.items():
            with city_context(self.city.pk, via=VIA, actor_id=self.people[account].pk):
                sign(version=version, body=bodies[name], by=self.people[account])
        self._said(version, bodies)

    def _body(self, name: str) -> NetworkBody:
        """One that is told through somebody of the cast, or by letter."""
        found = NetworkBody.objects.filter(name=name).first() or NetworkBody(city=self.city, name=name)
        found.person = found.person or self.people.get(SPEAK.get(name, ""))
        if found.person is None and not found.address:
            found.address = f"{name}\nRådhuset, 9000 Elverhavn (fictional)"
        return keep_body(body=found, by=self.people["admin"])

    def _version(self, said: Version, bodies: Mapping[str, NetworkBody]) -> Memorandum:
        officer, admin = self.people["officer"], self.people["admin"]
        with city_context(self.city.pk, via=VIA, actor_id=officer.pk):
            version = begin_version(city=self.city, by=officer)
            for name, words in {**said.texts, "because": said.because}.items():
                setattr(version, name, words)
            there = {str(each.body or ""): each for each in version.roles.select_related("body")}
            rows = [
                MemorandumRole(body=bodies.get(name), takes_on=takes_on, concerns=concerns)
                for name, (takes_on, concerns) in said.roles.items()
                if name not in there
            ]
            keep_version(version=version, written=rows, by=officer)
            version = take_version_step(version=version, step=PUT, said={"comment_by": None}, by=officer)
        with city_context(self.city.pk, via=VIA, actor_id=admin.pk):
            today = timezone.localdate()
            decision = {
                "decided_by": "Steering group",
                "decided_on": today - said.decided * DAYS,
                "in_force_on": today - said.since * DAYS,
                "review_on": today + max(365 - said.since, 0) * DAYS,
            }
            version = take_version_step(version=version, step=DECIDE, said=decision, by=admin)
            for name, days in said.on_paper.items():
                on = today - days * DAYS
                record_signature(version=version, body=bodies[name], signed_on=on, office=OFFICES[name], by=admin)
        return version

    def _said(self, version: Memorandum, bodies: Mapping[str, NetworkBody]) -> None:
        reader = self.people["reader"]
        with city_context(self.city.pk, via=VIA, actor_id=reader.pk):
            name, words = DISSENT
            record_dissent(version=version, body=bodies[name], words=words, by=reader)
            ask_revision(version=version, text=ASKED, by=reader)

    def _asked(self, version: Memorandum) -> None:
        member, admin = self.people["member"], self.people["admin"]
        text, answer, because = ANSWERED
        with city_context(self.city.pk, via=VIA, actor_id=member.pk):
            asked = ask_revision(version=version, text=text, by=member)
        with city_context(self.city.pk, via=VIA, actor_id=admin.pk):
            answer_revision(revision=asked, answer=answer, because=because, by=admin)
