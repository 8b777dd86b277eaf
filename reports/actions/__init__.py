"""What may be done with a diagnosis. Each action runs inside the city's transaction."""

from reports.actions.diagnoses import (
    IS_ERASED,
    check_comparison,
    comparisons,
    create_diagnosis,
    fail_diagnosis,
    hold_for_job,
    keep_snapshot,
    record_job,
)
from reports.actions.editions import forget_files, keep_edition
from reports.actions.figures import tell_corrected
from reports.actions.judgements import (
    WRITTEN_BY_THE_JOB,
    accept_all_proposed,
    decide,
    in_review,
    marking_of,
    propose,
    take_back_check,
)
from reports.actions.releasing import answer_check, finish_release, release, take_back_release

__all__ = [
    "IS_ERASED",
    "WRITTEN_BY_THE_JOB",
    "accept_all_proposed",
    "answer_check",
    "check_comparison",
    "comparisons",
    "create_diagnosis",
    "decide",
    "fail_diagnosis",
    "finish_release",
    "forget_files",
    "hold_for_job",
    "in_review",
    "keep_edition",
    "keep_snapshot",
    "marking_of",
    "propose",
    "record_job",
    "release",
    "take_back_check",
    "take_back_release",
    "tell_corrected",
]
