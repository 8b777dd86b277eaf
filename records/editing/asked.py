"""What every form asks for before it is shown: whether its reader left something in it, and whether it was saved."""

from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from accounts.city import CurrentCity
from accounts.composed import ANYBODY, Composed, Parameter
from accounts.models import User
from records.models import Draft

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

FORM, RECORD, IDENTITY = Parameter("form"), Parameter("record"), Parameter("identity")


def draft_of(user: "User | AnonymousUser", form: str, record: str = "", identity: UUID | None = None) -> Draft | None:
    """The one draft somebody has of something new, or of what is there. Inside its city."""
    if identity is None:
        return _of_record().first(user.pk, form=form, record=record)
    return _of_identity().first(user.pk, form=form, record=record, identity=identity)


def left_last(user: "User | AnonymousUser", form: str) -> Draft | None:
    """The newest of their drafts of something new in a form."""
    return _left_last().first(user.pk, form=form)


def stub_of(user: "User | AnonymousUser", form: str, identity: UUID) -> Draft | None:
    """What stayed of a form that was saved."""
    return _stub().first(user.pk, form=form, identity=identity)


@cache
def _of_record() -> Composed:
    return Composed(_theirs().of_form(FORM, RECORD)[:1])


@cache
def _of_identity() -> Composed:
    return Composed(_theirs().of_form(FORM, RECORD, IDENTITY)[:1])


@cache
def _left_last() -> Composed:
    return Composed(_theirs().filter(form=FORM, record="")[:1])


@cache
def _stub() -> Composed:
    mine = Draft.objects.filter(city=CurrentCity(), owner=ANYBODY)
    return Composed(mine.stubs().filter(form=FORM, identity=IDENTITY)[:1])


def _theirs() -> Any:
    return Draft.objects.visible_to(User(pk=ANYBODY)).filter(city=CurrentCity())
