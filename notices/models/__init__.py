from notices.models.collecting import CollectorMark
from notices.models.deliveries import Delivery
from notices.models.notices import ChangeNotice

__all__ = ["ChangeNotice", "CollectorMark", "Delivery"]
