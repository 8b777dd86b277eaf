from records.actions.accesses import record_access, record_export, record_view
from records.actions.drafts import discard_draft, keep_draft
from records.actions.erasure import erase, erase_due, forget_old
from records.actions.keeping import keep_changed, keep_new
from records.actions.pending import confirm, deciders, refuse, settle_due, why_not_confirmed, withdraw_change
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
    change_or_ask,
    erase_or_ask,
    invite_or_ask,
    keep_processing_record,
    send_again_if_recent,
)

__all__ = [
    "approve",
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
    "keep_changed",
    "keep_draft",
    "keep_new",
    "keep_processing_record",
    "record_access",
    "record_export",
    "record_view",
    "refuse",
    "reopen",
    "return_",
    "review_again_by",
    "seal_city",
    "send_again_if_recent",
    "settle_due",
    "submit",
    "why_not_confirmed",
    "withdraw",
    "withdraw_change",
]
