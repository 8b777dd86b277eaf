from records.actions.accesses import record_access, record_export, record_view
from records.actions.drafts import discard_draft, keep_draft
from records.actions.erasure import erase, erase_due, forget_old
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

__all__ = [
    "approve",
    "change_marking",
    "discard_draft",
    "erase",
    "erase_due",
    "forget_old",
    "hold_chain",
    "keep_draft",
    "record_access",
    "record_export",
    "record_view",
    "reopen",
    "return_",
    "review_again_by",
    "seal_city",
    "submit",
    "withdraw",
]
