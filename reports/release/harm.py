"""The do-no-harm check: a fixed list of questions, after UNDP (2018) and International Alert."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Question:
    """`code` is kept with the answer and never changes; each is asked so that “no” means no risk."""

    code: str
    text: "StrOrPromise"
    hint: "StrOrPromise" = ""


QUESTIONS = (
    Question(
        "person",
        _("Could anybody be recognised in it?"),
        _("By a date, a place and an event together, not only by a name."),
    ),
    Question("group", _("Could it stigmatise a group of people?"), _("Read it as somebody who belongs to that group.")),
    Question("place", _("Could it stigmatise a place?"), _("A district is where something was recorded, no more.")),
    Question(
        "misuse",
        _("Could somebody misuse it?"),
        _("To single people out, to justify force, or to answer for communities that we have not reached yet."),
    ),
    Question("trust", _("Could it damage the trust of those who spoke?")),
    Question(
        "safety",
        _("Could it endanger those who were consulted, or who work in prevention?"),
        _("Also by what one could conclude about who said something."),
    ),
    Question("told", _("Was anybody consulted without being told what comes of it?")),
    Question(
        "reply",
        _("Is there a community it describes that did not have 14 days to answer?"),
        _("Their answer is printed. Name the date they were given the passage."),
    ),
)
