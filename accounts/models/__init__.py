from accounts.models.cities import City, CityOwned, Marking, Membership
from accounts.models.processing import ProcessingRecord
from accounts.models.users import User, UserManager

__all__ = ["City", "CityOwned", "Marking", "Membership", "ProcessingRecord", "User", "UserManager"]
