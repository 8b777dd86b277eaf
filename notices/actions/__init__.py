from notices.actions.collecting import collect
from notices.actions.mailing import tell_waiting
from notices.actions.paces import choose_pace, pace_of
from notices.actions.releasing import edit_notice, release_notice, standing
from notices.actions.telling import (
    MAIL,
    acknowledge,
    follow_marking,
    notify_admins,
    notify_members,
    notify_of_account,
    read,
    tell_unusual_reading,
)

__all__ = [
    "MAIL",
    "acknowledge",
    "choose_pace",
    "collect",
    "edit_notice",
    "follow_marking",
    "notify_admins",
    "notify_members",
    "notify_of_account",
    "pace_of",
    "read",
    "release_notice",
    "standing",
    "tell_unusual_reading",
    "tell_waiting",
]
