from notices.actions.collecting import collect
from notices.actions.releasing import edit_notice, release_notice, standing
from notices.actions.telling import (
    MAIL,
    acknowledge,
    follow_marking,
    mark_sent,
    notify_admins,
    notify_members,
    notify_of_account,
    read,
    tell_unusual_reading,
)

__all__ = [
    "MAIL",
    "acknowledge",
    "collect",
    "edit_notice",
    "follow_marking",
    "mark_sent",
    "notify_admins",
    "notify_members",
    "notify_of_account",
    "read",
    "release_notice",
    "standing",
    "tell_unusual_reading",
]
