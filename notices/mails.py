"""The mail itself: that there is news and where, in its reader's language. Never what it is."""

from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Membership
from core import formats
from notices.actions.mailing import news_of
from notices.models import Mailing

LISTED = 20
# By these the server says that it will never take it; anything else may pass.
FOR_GOOD = range(500, 600)


def mail_of(mailing: Mailing) -> EmailMessage | None:
    """As it is to be told now; nothing where there is nothing left to tell. Under the same Message-ID at every try."""
    due = news_of(mailing)
    if not due.deliveries and not due.waits:
        return None
    user, city = mailing.user, mailing.city
    here = Membership.objects.filter(city=city, user=user)
    with translation.override(user.language or settings.LANGUAGE_CODE):
        told = [each for each in due.deliveries if not each.notice.is_for_admins]
        facts = {
            "city": city.name,
            "for_admins": [_whole(reverse("notice", args=[city.slug, each.pk]))
                           for each in due.deliveries if each.notice.is_for_admins],
            "told": [(formats.short_day(each.notice.made_at), _whole(reverse("notice", args=[city.slug, each.pk])))
                     for each in told[:LISTED]],
            "count": len(told),
            "all": _whole(reverse("notices", args=[city.slug])),
            "waits": [(each.get_kind_display(), _whole(each.link)) for each in due.waits[:LISTED]],
            "is_held_up": here.held_up().exists(),
        }  # fmt: skip
        return EmailMessage(
            subject=_("News from %(city)s in Groundwork") % {"city": city.name},
            body=render_to_string("notices/email/news.txt", facts),
            to=[user.email],
            headers={"Message-ID": f"<{mailing.number}@{_domain()}>", "Auto-Submitted": "auto-generated"},
        )


def _whole(link: str) -> str:
    return f"{settings.SITE_URL}{link}"


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def is_for_good(problem: BaseException) -> bool:
    """Whether the server refused this recipient or this mail, and will again; or it is none that could be sent."""
    if isinstance(problem, ValueError):
        return True
    if isinstance(problem, SMTPRecipientsRefused):
        return all(code in FOR_GOOD for code, _said in problem.recipients.values())
    return isinstance(problem, SMTPResponseException) and problem.smtp_code in FOR_GOOD
