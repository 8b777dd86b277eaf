from accounts.actions.cities import RECORD_FIELDS, create_city, save_processing_record, save_settings
from accounts.actions.host import ask_for_access, decide_access, end_visits
from accounts.actions.invitations import accept, find_invitation, invite, send_again, withdraw
from accounts.actions.memberships import (
    change_membership,
    end_alone,
    leave,
    let_one_decide,
    lift_suspension,
    remove_member,
    suspend,
)
from accounts.actions.people import close_account, end_all_sessions

__all__ = [
    "RECORD_FIELDS",
    "accept",
    "ask_for_access",
    "change_membership",
    "close_account",
    "create_city",
    "decide_access",
    "end_all_sessions",
    "end_alone",
    "end_visits",
    "find_invitation",
    "invite",
    "leave",
    "let_one_decide",
    "lift_suspension",
    "remove_member",
    "save_processing_record",
    "save_settings",
    "send_again",
    "suspend",
    "withdraw",
]
