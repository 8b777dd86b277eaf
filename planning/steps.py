"""The steps of a project as people see them: on the button, on its page, and once they are done."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from planning.permissions import AGREE, FINISH, PAUSE, REFUSE, RESUME, START, STOP

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Step:
    label: "StrOrPromise"
    lead: "StrOrPromise"
    done: "StrOrPromise"
    asks_why: bool = True
    takes_away: bool = False


STEPS: dict[str, Step] = {
    START: Step(
        _("Ask that it starts"),
        _("An admin who neither wrote it nor asks for it agrees. Until then it is planned."),
        _("Asked for. Another admin agrees, or does not."),
    ),
    AGREE: Step(
        _("Agree"),
        _("It is in the status that was asked for from now on, and every member reads so."),
        _("Agreed."),
        asks_why=False,
    ),
    REFUSE: Step(
        _("Do not agree"),
        _("It stays as it is. Whoever asked for it reads why, and can ask again."),
        _("Noted. It stays as it is."),
    ),
    PAUSE: Step(_("Pause"), _("It rests until somebody resumes it."), _("Paused.")),
    RESUME: Step(_("Resume"), _("It goes on."), _("Resumed.")),
    FINISH: Step(
        _("Finish"),
        _("It has come to its end. Write what was learnt into the project, for those who come after."),
        _("Finished. Write what was learnt, for those who come after."),
    ),
    STOP: Step(
        _("Ask that it stops"),
        _("An admin who neither wrote it nor asks for it agrees. Until then it goes on."),
        _("Asked for. Another admin agrees, or does not."),
        takes_away=True,
    ),
}
