"""What people read of a notice's history, and the draft of its form."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import STAFF, City
from notices.models import ChangeNotice
from records.draft_forms import DraftForm
from records.record_types import History, register_record_type

NOTICE = History(
    "notice",
    ChangeNotice,
    _("Change notice"),
    lambda user: ChangeNotice.objects.visible_to(user).of_the_network().select_related("city"),
    lambda record: reverse("change", args=[record.city.slug, record.pk]),
)


def _form(city: City, record: str) -> str:
    return reverse("change_edit", args=[city.slug, record or 0])


NOTICE_FORM = DraftForm(ChangeNotice, _("Change notice"), STAFF, _form)


def register() -> None:
    register_record_type(ChangeNotice, history=NOTICE, drafts=(NOTICE_FORM,))
