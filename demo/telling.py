"""What the network of the fictional city is told of its plan: bodies and people on paper, notices that wait, one that
asks something, with an answer, somebody who was reminded, and a letter to print."""

import datetime

from django.utils import timezone

from accounts.city import city_context
from accounts.models import City, User
from notices.actions import collect, edit_notice, release_notice, standing
from notices.actions.asking import answer, keep_body, remind
from notices.models import Answer, Asked, ChangeNotice, NetworkBody
from planning.models import Project
from records.actions import seal_city

VIA = "command demo"
# Its name, who tells it (of the cast), and where a letter goes.
BODIES = (
    ("Højvang Boxing Club", "reader", ""),
    ("Traders of Torvet", "", "Torvet 4\n9000 Elverhavn"),
    ("Kvarnby Residents", "", "Kvarnbyvej 12\n9000 Elverhavn"),
)
ABOUT = "Open hall evenings"
QUESTION = "Which two evenings suit you, and who has the key?"
SAID = "Tuesdays and Thursdays. The key is with the caretaker; we have a second one."
DAYS_TO_ANSWER = datetime.timedelta(days=10)


class Telling:
    """Made once, after the plan; what is there is left as people made it."""

    def __init__(self, city: City, people: dict[str, User]) -> None:
        self.city, self.people = city, people

    def make(self) -> None:
        with city_context(self.city.pk, via=VIA):
            if ChangeNotice.objects.released().filter(model="planning.project").exists():
                return
            seal_city(city_id=self.city.pk)
            collect(city=self.city)
        self._keep_bodies()
        if (notice := self._release()) is not None:
            self._answer(notice)

    def _keep_bodies(self) -> None:
        admin = self.people["admin"]
        with city_context(self.city.pk, via=VIA, actor_id=admin.pk):
            for name, person, address in BODIES:
                # those of the memorandum may be there already
                body = NetworkBody.objects.filter(name=name).first() or NetworkBody(city=self.city, name=name)
                body.person, body.address = body.person or self.people.get(person), body.address or address
                keep_body(body=body, by=admin)

    def _release(self) -> ChangeNotice | None:
        """That of the hall: read through by an officer, released by an admin. The others wait."""
        officer, admin = self.people["officer"], self.people["admin"]
        with city_context(self.city.pk, via=VIA, actor_id=officer.pk):
            project = Project.objects.filter(title=ABOUT).first()
            notice = ChangeNotice.objects.pending().filter(
                model="planning.project", record=project.pk if project else 0
            )
            found = notice.select_related("city").first()
            if found is None:
                return None
            found.affects = "Whoever uses the hall in the evening, and those who live beside it."
            found.question, found.answer_by = QUESTION, timezone.localdate() + DAYS_TO_ANSWER
            club = NetworkBody.objects.get(name=BODIES[0][0])
            edit_notice(notice=found, by=officer, asked=([self.people["member"].pk], [club.pk]))
        with city_context(self.city.pk, via=VIA, actor_id=admin.pk):
            release_notice(notice=found, by=admin, as_read=standing(found))
        return found

    def _answer(self, notice: ChangeNotice) -> None:
        """The club answers, and lets the network read it; the other member is reminded."""
        reader, admin = self.people["reader"], self.people["admin"]
        with city_context(self.city.pk, via=VIA, actor_id=reader.pk):
            notice = ChangeNotice.objects.select_related("city").get(pk=notice.pk)
            answer(answer=Answer(city=self.city, notice=notice, text=SAID, is_shared=True), by=reader)
        with city_context(self.city.pk, via=VIA, actor_id=admin.pk):
            for asked in Asked.objects.filter(notice=notice, user=self.people["member"]):
                remind(asked=asked, by=admin)
