from stakeholders.actions.attribution import Speaker, speakers
from stakeholders.actions.directory import keep_group, keep_organisation
from stakeholders.actions.recording import (
    SectionChanges,
    change_consultation,
    change_conversation,
    keep_part,
    record_consultation,
    record_conversation,
    rule_is_fixed,
)

__all__ = [
    "SectionChanges",
    "Speaker",
    "change_consultation",
    "change_conversation",
    "keep_group",
    "keep_organisation",
    "keep_part",
    "record_consultation",
    "record_conversation",
    "rule_is_fixed",
    "speakers",
]
