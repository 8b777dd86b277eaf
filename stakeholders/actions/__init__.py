from stakeholders.actions.attribution import Speaker, speakers
from stakeholders.actions.directory import keep_group, keep_organisation
from stakeholders.actions.memorandum import (
    ask_to_sign,
    begin_version,
    close_questions,
    drop_version,
    keep_version,
    take_version_step,
)
from stakeholders.actions.recording import (
    SectionChanges,
    change_consultation,
    change_conversation,
    keep_part,
    record_consultation,
    record_conversation,
    rule_is_fixed,
)
from stakeholders.actions.signing import (
    answer_revision,
    ask_revision,
    record_dissent,
    record_signature,
    sign,
    withdraw_signature,
)

__all__ = [
    "SectionChanges",
    "Speaker",
    "answer_revision",
    "ask_revision",
    "ask_to_sign",
    "begin_version",
    "change_consultation",
    "change_conversation",
    "close_questions",
    "drop_version",
    "keep_group",
    "keep_organisation",
    "keep_part",
    "keep_version",
    "record_consultation",
    "record_conversation",
    "record_dissent",
    "record_signature",
    "rule_is_fixed",
    "sign",
    "speakers",
    "take_version_step",
    "withdraw_signature",
]
