"""What a later file of a source means for the records it has already, as sentences."""

import datetime

from django.utils.translation import gettext as _

from mapping.actions.batches import TakenIn
from mapping.actions.later_exports import Counting, Wishes
from mapping.imports.doubts import Doubts, among

NAMED = 20


def tell_later(taken_in: TakenIn, extracted_on: datetime.date, wishes: Wishes, doubts: Doubts) -> None:
    """Records the file lacks, marks or reads otherwise, and what was done about them."""
    later = taken_in.later
    if later.is_older_than(extracted_on) and later.newest:
        doubts.tell(
            _(
                "The file is of %(day)s; the source has one of %(newest)s. An older file adds what is missing and "
                "changes nothing. Say its day with --extracted-on if that is wrong."
            )
            % {"day": extracted_on.isoformat(), "newest": later.newest.isoformat()}
        )
    if later.lacking and not wishes.withdraw_missing:
        doubts.tell(
            _(
                "%(count)d records of the days covered are not in this file and go on counting: %(keys)s. If the "
                "source took them back, import the file again with --withdraw-missing REASON; if the file holds a "
                "part of the days only, state that under coverage in the mapping."
            )
            % {"count": len(later.lacking), "keys": _named(later.lacking)}
        )
    if later.elsewhere:
        doubts.note(
            _(
                "No key of this file is one the source has; it is taken for another part of it. %(count)d records of "
                "other days are not in it and go on counting."
            )
            % {"count": len(later.elsewhere)}
        )
    if later.marked and not wishes.withdraw_marked:
        doubts.tell(
            _(
                "%(count)d records are marked in this file as not counting, and go on counting here: %(keys)s. To "
                "withdraw them for the reason in the mapping, import the file again with --withdraw-marked."
            )
            % {"count": len(later.marked), "keys": _named(later.marked)}
        )
    _tell_changes(taken_in, wishes, doubts)


def _tell_changes(taken_in: TakenIn, wishes: Wishes, doubts: Doubts) -> None:
    later, differing = taken_in.later, taken_in.imported.differing
    if later.withdrawn:
        doubts.tell(
            _(
                "%(count)d records of this file are withdrawn here and do not count: %(keys)s. If they are to count, "
                "reopen them on their page."
            )
            % {"count": len(later.withdrawn), "keys": among(later.withdrawn, NAMED)}
        )
    if differing and not wishes.take_over:
        doubts.tell(
            _(
                "%(count)d records there already read otherwise in this file and were not changed. To take the file's "
                "reading over, import it again with --take-over REASON."
            )
            % {"count": differing}
        )
    elif differing > taken_in.changed:
        doubts.tell(
            _(
                "%(count)d records that read otherwise were left as they are: a person has approved them, or they do "
                "not count."
            )
            % {"count": differing - taken_in.changed}
        )
    for count, text in (
        (taken_in.changed, _("%(count)d records read as the file does now (“%(reason)s”).")),
        (taken_in.withdrawn, _("%(count)d records were withdrawn.")),
        (taken_in.left_out, _("%(count)d rows were left out: a later file of the source said that they do not count.")),
    ):
        if count:
            doubts.note(text % {"count": count, "reason": wishes.take_over})


def _named(rows: tuple[Counting, ...]) -> str:
    return among([f"{row.key} ({row.day.isoformat()})" for row in rows], NAMED)
