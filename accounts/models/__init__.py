from accounts.markings import Marking
from accounts.models.cities import City, CityOwned
from accounts.models.memberships import ADMINS, EVERYBODY, STAFF, HostAccess, Invitation, Membership, Role
from accounts.models.processing import ProcessingRecord
from accounts.models.users import User, UserManager, user_field

__all__ = [
    "ADMINS",
    "EVERYBODY",
    "STAFF",
    "City",
    "CityOwned",
    "HostAccess",
    "Invitation",
    "Marking",
    "Membership",
    "ProcessingRecord",
    "Role",
    "User",
    "UserManager",
    "user_field",
]
