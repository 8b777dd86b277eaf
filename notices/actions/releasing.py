"""Reading a notice through, and releasing it to every member: once."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import require_admin, require_staff
from core.errors import Refused
from notices.actions.asking import ask, asked_and_not_told
from notices.actions.letters import write_letters
from notices.actions.telling import deliver, members_of
from notices.models import ChangeNotice
from records.history import newest_events
from records.registries.change_notices import NoticeClass


@transaction.atomic
def edit_notice(*, notice: ChangeNotice, by: User, asked: tuple[list[int], list[int]] = ([], [])) -> ChangeNotice:
    """Keep what a person wrote; `asked` are the people and the bodies of whom an answer is asked. Raises Refused where
    it was released meanwhile."""
    require_staff(notice.city_id, by)
    notice.forget_words(_held(notice))
    notice.edited_by = by
    notice.full_clean()
    notice.save()
    users, bodies = asked
    ask(notice=notice, users=users, bodies=bodies)
    return notice


@transaction.atomic
def release_notice(*, notice: ChangeNotice, by: User, as_read: str) -> bool:
    """Every member has it from now on; False where somebody released it already, which is no harm. Raises Refused,
    also where it changed since it stood before whoever releases it (`as_read`, see `standing`)."""
    require_admin(notice.city_id, by, _("Only an admin releases a notice."))
    held = ChangeNotice.objects.select_for_update(of=("self",)).select_related("city").get(pk=notice.pk)
    if not held.is_pending:
        return False
    if as_read != standing(held):
        raise Refused(_("It has changed since you read it. Read it once more, then release it."))
    if not held.after.strip() and not held.before.strip():
        raise Refused(_("Say what changed before it is released."))
    if held.question:
        _require_askable(held)
    held.state, held.made_by, held.made_at = ChangeNotice.State.RELEASED, by, timezone.now()
    held.save()
    if held.notice_class != NoticeClass.SILENT:
        deliver(held, members_of(held.city))
        write_letters(notice=held)
    return True


def _require_askable(notice: ChangeNotice) -> None:
    """What is asked can be answered by those who are asked: it may have waited for long, and have been marked higher
    since it was written, or a member's signature may hold no more. Raises Refused."""
    if notice.notice_class == NoticeClass.SILENT:
        raise Refused(_("Something is asked in it, so those who are asked are told of it."))
    if notice.answer_by is not None and notice.answer_by < timezone.localdate():
        raise Refused(_("The day by which an answer is asked has passed. Name another, then release it."))
    asked = list(notice.asked.select_related("body"))
    users = [each.user_id for each in asked if each.user_id is not None]
    bodies = [each.body for each in asked if each.body is not None]
    if told := [*asked_and_not_told(notice, users, bodies)]:
        raise Refused(" ".join(told))


def standing(notice: ChangeNotice) -> str:
    """What names a notice just as it stands."""
    return ".".join(str(number) for number in newest_events(notice))


def _held(notice: ChangeNotice) -> ChangeNotice:
    held = ChangeNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if not held.is_pending:
        raise Refused(_("It was released, and stays as it was told."))
    return held
