"""A word is put into a field; then it is looked for wherever it must not turn up (`test_matrix.py`).

A field is a line in `CANARIES`: how its word is put there, and which roles' pages may show it. Each has a word of its
own, so that every page is asked for once.
"""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accounts.city import city_context
from accounts.models import City, HostAccess, Invitation, Membership
from jobs.models import Job
from stakeholders.models import Attendance, Consultation, FollowUp, Need
from tests.stakeholders.makers import make_consultation, make_organisation


def _why_a_job_failed(city: City, word: str) -> None:
    Job.objects.filter(city=city).update(error=word)


def _why_host_staff_asks_to_come_in(city: City, word: str) -> None:
    HostAccess.objects.filter(city=city).update(reason=word)


def _who_is_invited(city: City, word: str) -> None:
    Invitation.objects.filter(city=city).update(email=f"{word}@elverhavn.example")


def _address_of_a_colleague(city: City, word: str) -> None:
    user = Membership.objects.get(user__email=f"member@{city.slug}.example").user
    user.email = f"{word}@elverhavn.example"
    user.save(update_fields=["email"])


def _words_and_names_of_a_confidential_session(city: City, word: str) -> None:
    """Approved, so that what was said is open to all who work here; its words, names and bodies are not."""
    held = make_consultation(city, organisations=[make_organisation(city, name="Sailors' mission")])
    with city_context(city.pk, via="test"):
        Attendance.objects.filter(consultation=held).delete()
        Need.objects.filter(consultation=held).update(confidentiality="confidential")
        named = Membership.objects.get(user__email=f"second-admin@{city.slug}.example").user
        words = dict.fromkeys(["title", "venue", "organiser", "languages", "barriers_note", "promised"], word)
        rule = {"confidentiality": "confidential", "named_admin": named}
        done = {"state": "approved", "approved_by": named, "approved_at": timezone.now()}
        Consultation.objects.filter(pk=held.pk).update(**words, **rule, **done)
        everything = {"city": city, "consultation": held, "confidentiality": "confidential"}
        FollowUp.objects.create(recommendation=word, owner=word, what_changed=word, **everything)


Put = Callable[[City, str], None]
CANARIES: list[tuple[Put, set[str]]] = [
    (_why_a_job_failed, {"admin", "officer"}),
    (_why_host_staff_asks_to_come_in, {"admin"}),
    (_who_is_invited, {"admin"}),
    (_address_of_a_colleague, {"admin", "officer"}),
    (_words_and_names_of_a_confidential_session, set()),
]
WORDS = {f"zeisig-{4711 + number}": line for number, line in enumerate(CANARIES)}


def put_every_word(city: City) -> list[tuple[str, dict[str, Any]]]:
    """The pages of what was made for it, beside those of everything else."""
    with city_context(city.pk, via="test"):
        for word, (put, _roles) in WORDS.items():
            put(city, word)
        held = Consultation.objects.get(confidentiality="confidential")
    return [
        ("consultation", {"pk": held.pk}),
        ("consultation_change", {"pk": held.pk}),
        ("consultation_part", {"pk": held.pk, "part": "needs"}),
        ("history", {"kind": "consultation", "pk": held.pk}),
    ]
