from stakeholders.actions.attribution import Raiser, raisers
from stakeholders.actions.directory import keep_group, keep_organisation
from stakeholders.actions.recording import (
    Told,
    change_consultation,
    change_conversation,
    keep_part,
    record_consultation,
    record_conversation,
    rule_is_fixed,
)

__all__ = [
    "Raiser",
    "Told",
    "change_consultation",
    "change_conversation",
    "keep_group",
    "keep_organisation",
    "keep_part",
    "raisers",
    "record_consultation",
    "record_conversation",
    "rule_is_fixed",
]
