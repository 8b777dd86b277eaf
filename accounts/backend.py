"""How a person signs in (django-allauth's way) and is found again on the next page."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db import connection

from accounts.models import User
from accounts.prepared import Prepared

COLUMNS = [field.attname for field in User._meta.concrete_fields]
FIND = Prepared("find_user", f"SELECT {', '.join(COLUMNS)} FROM accounts_user WHERE id = $1")  # noqa: S608  (names of columns)


class Backend(AuthenticationBackend):  # type: ignore[misc]  # django-allauth has no types
    """Every page finds its person, so that query is written down instead of composed."""

    def get_user(self, user_id: int) -> User | None:
        row = FIND.one(user_id)
        user = User.from_db(connection.alias, COLUMNS, row) if row else None
        return user if self.user_can_authenticate(user) else None
