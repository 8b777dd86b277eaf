"""What a later file of a source means for the records it has already, as sentences."""

import datetime

from django.utils.translation import gettext as _

from mapping.actions.batches import TakenIn
from mapping.actions.later_exports import Counting, Wishes
from mapping.imports.doubts import Doubts, among

NAMED = 20
REPEATS_NAMED = 5
# From so many rows on, and from a tenth of the file on, repeats are no slip of a hand.
REPEATED_AT_LEAST = 5


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
                "Records of the days covered that are not in this file and go on counting (%(count)d): %(keys)s. If "
                "the source took them back, import the file again with --withdraw-missing REASON; if the file holds "
                "a part of the days only, state that under coverage in the mapping."
            )
            % {"count": len(later.lacking), "keys": _named(later.lacking)}
        )
    if later.elsewhere:
        doubts.note(
            _(
                "No key of this file is one the source has; it is taken for another part of it. What the source has "
                "of other days goes on counting (records: %(count)d)."
            )
            % {"count": len(later.elsewhere)}
        )
    if later.marked and not wishes.withdraw_marked:
        doubts.tell(
            _(
                "Records that this file marks as not counting, and that go on counting here (%(count)d): %(keys)s. "
                "To withdraw them for the reason in the mapping, import the file again with --withdraw-marked."
            )
            % {"count": len(later.marked), "keys": _named(later.marked)}
        )
    if later.left_to_people:
        doubts.tell(
            _(
                "Records that this file lacks or marks as not counting, and that a person has changed, confirmed or "
                "approved since they came in (%(count)d): %(keys)s. No import withdraws them: decide on their pages."
            )
            % {"count": len(later.left_to_people), "keys": _named(later.left_to_people)}
        )
    _tell_erased(taken_in, doubts)
    _tell_changes(taken_in, wishes, doubts)


def _tell_erased(taken_in: TakenIn, doubts: Doubts) -> None:
    """Rows of records that were erased here; without their keys, which went with them."""
    if taken_in.erased:
        rows = [_("row %(row)d (erased on %(day)s)") % {"row": row, "day": day} for row, day in taken_in.erased]
        doubts.note(
            _("Rows left out because their record was erased here (%(count)d): %(rows)s.")
            % {"count": len(rows), "rows": among(rows, NAMED)}
        )


def _tell_changes(taken_in: TakenIn, wishes: Wishes, doubts: Doubts) -> None:
    _tell_repeats(taken_in, doubts)
    later, differing = taken_in.later, taken_in.imported.differing
    if later.withdrawn:
        doubts.tell(
            _(
                "Records of this file that are withdrawn here and do not count (%(count)d): %(keys)s. If they are to "
                "count, reopen them on their page."
            )
            % {"count": len(later.withdrawn), "keys": among(later.withdrawn, NAMED)}
        )
    if differing and not wishes.take_over:
        doubts.tell(
            _(
                "Records there already that read otherwise in this file and were not changed: %(count)d. To take the "
                "file's reading over, import it again with --take-over REASON."
            )
            % {"count": differing}
        )
    elif differing > taken_in.changed:
        doubts.tell(
            _(
                "Records that read otherwise and were left as they are, because a person has changed, confirmed or "
                "approved them, or they do not count: %(count)d."
            )
            % {"count": differing - taken_in.changed}
        )
    for count, text in (
        (taken_in.changed, _("Records that read as the file does now (“%(reason)s”): %(count)d.")),
        (taken_in.withdrawn, _("Records withdrawn: %(count)d.")),
        (
            taken_in.left_out,
            _("Rows left out because a later file of the source said that they do not count: %(count)d."),
        ),
    ):
        if count:
            doubts.note(text % {"count": count, "reason": wishes.take_over})


def _tell_repeats(taken_in: TakenIn, doubts: Doubts) -> None:
    """Rows that count once because key and content are those of another; many of them are one key for many events."""
    if not taken_in.repeats:
        return
    pairs = [
        _("“%(keys)s” (rows %(rows)s)") % {"keys": key, "rows": ", ".join(map(str, rows))}
        for key, rows in taken_in.repeats[:REPEATS_NAMED]
    ]
    text = _("Rows that repeat another, key and content, and do not count again (%(count)d): %(pairs)s.") % {
        "count": taken_in.repeated,
        "pairs": "; ".join(pairs),
    }
    if taken_in.repeated >= REPEATED_AT_LEAST and taken_in.repeated * 10 > taken_in.imported.rows_read:
        doubts.tell(
            _("%(text)s If they are different events, the keys were shortened on the way: export them as text.")
            % {"text": text}
        )
    else:
        doubts.note(text)


def _named(rows: tuple[Counting, ...]) -> str:
    return among([f"{row.key} ({row.day.isoformat()})" for row in rows], NAMED)
