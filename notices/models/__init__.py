from notices.models.asking import Answer, Asked, Letter, NetworkBody
from notices.models.collecting import CollectorMark
from notices.models.deliveries import Delivery
from notices.models.feeds import FeedLink
from notices.models.mailings import Mailing, NoticePace, Pace, Wait
from notices.models.notices import ChangeNotice

__all__ = [
    "Answer",
    "Asked",
    "ChangeNotice",
    "CollectorMark",
    "Delivery",
    "FeedLink",
    "Letter",
    "Mailing",
    "NetworkBody",
    "NoticePace",
    "Pace",
    "Wait",
]
