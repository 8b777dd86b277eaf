"""Mail to people about their account, sent beside the request.

A page must not take longer for an address that has an account than for one that has none.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

log = logging.getLogger(__name__)
# What a mail that does not go out raises: the way there, the server, or the mail itself, which none can be made of.
UNSENT = (OSError, SMTPException, ValueError)
_sender = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")


def send_beside(message: EmailMessage) -> None:
    """Send when the transaction is committed, without keeping anybody waiting."""
    transaction.on_commit(lambda: _sender.submit(_send, message) if settings.MAIL_BESIDE else _send(message))


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except UNSENT:
        log.exception("A mail could not be sent")
