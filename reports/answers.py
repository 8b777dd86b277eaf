"""What answers a need already, to be proposed in the next diagnosis: told by apps above this one, registered in
`AppConfig.ready()`."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reports.models.weighing import Answered

# What they are, as tombstones name it; their app stands above this one.
PROJECT = "planning.project"


@dataclass(frozen=True, slots=True)
class Answer:
    """A project that stands on a need: what it is, who does it until when, how far it is (`Recommendation.Status`), and
    what came of it."""

    project: int
    need: Answered
    text: str
    owner: str
    due: datetime.date | None
    status: str
    outcome: str


# Gets up to which marking projects may be told; inside the city, in the language of the diagnosis.
Teller = Callable[[str], Iterator[Answer]]

_tellers: list[Teller] = []


def register_answers(teller: Teller) -> None:
    if teller not in _tellers:
        _tellers.append(teller)


def answers(marking: str) -> Iterator[Answer]:
    for teller in _tellers:
        yield from teller(marking)
