from records.actions.accesses import record_access, record_export, record_view
from records.actions.drafts import discard_draft, keep_draft
from records.actions.erasure import erase, erase_due, forget_old
from records.actions.keeping import keep_changed, keep_new
from records.actions.pending import (
    begin_anew,
    confirm,
    deciders,
    is_anybody_held_up,
    refuse,
    settle_due,
    why_not_confirmed,
    withdraw_change,
)
from records.actions.review import (
    approve,
    change_marking,
    reopen,
    return_,
    review_again_by,
    submit,
    withdraw,
)
from records.actions.sealing import hold_chain, seal_city
from records.actions.second_admin import (
    ask_to_decide_alone,
    change_or_ask,
    erase_or_ask,
    invite_or_ask,
    keep_processing_record,
    remove_or_ask,
    send_again_if_recent,
    suspend_admin,
    takes_two,
)

__all__ = [
    "approve",
    "ask_to_decide_alone",
    "begin_anew",
    "change_marking",
    "change_or_ask",
    "confirm",
    "deciders",
    "discard_draft",
    "erase",
    "erase_due",
    "erase_or_ask",
    "forget_old",
    "hold_chain",
    "invite_or_ask",
    "is_anybody_held_up",
    "keep_changed",
    "keep_draft",
    "keep_new",
    "keep_processing_record",
    "record_access",
    "record_export",
    "record_view",
    "refuse",
    "remove_or_ask",
    "reopen",
    "return_",
    "review_again_by",
    "seal_city",
    "send_again_if_recent",
    "settle_due",
    "submit",
    "suspend_admin",
    "takes_two",
    "why_not_confirmed",
    "withdraw",
    "withdraw_change",
]
