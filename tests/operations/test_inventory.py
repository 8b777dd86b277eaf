"""The inventory of personal data knows every field, and every free text is screened or says why it is not."""

import csv
import io

from django.core.management import call_command
from django.urls import get_resolver

from operations.inventory import UNSCREENED, Holds, lines, unclassified
from records.forms.screened import Screened


def _named(form: type[Screened]) -> set[str]:
    """The names of all forms that screen their text; whoever has read the addresses has loaded them."""
    return {form.__name__}.union(*(_named(each) for each in form.__subclasses__()))


def test_every_stored_field_is_classified_and_no_line_speaks_of_one_that_is_gone() -> None:
    missing = unclassified()
    assert not missing, "in operations/inventory/table.py: " + ", ".join(missing)


def test_every_free_text_is_screened_before_it_is_saved_or_says_why_not() -> None:
    assert get_resolver().url_patterns
    texts = [line for line in lines() if line.holds is Holds.TEXT]
    unscreened = [f"{line.model}.{line.field}" for line in texts if not line.screen]
    assert not unscreened, f"no form screens it; if none need, in operations/inventory/unscreened.py: {unscreened}"
    screened = {f"{line.model}.{line.field}" for line in texts if line.screen in _named(Screened)}
    assert {
        "accounts.ProcessingRecord.purpose",
        "records.Tombstone.reason",
        "mapping.Observation.review_comment",
    } <= screened
    assert not screened & set(UNSCREENED)
    assert set(UNSCREENED) == {f"{line.model}.{line.field}" for line in texts} - screened


def test_it_is_printed_for_the_impact_assessment() -> None:
    out = io.StringIO()
    call_command("data_inventory", stdout=out)
    printed = out.getvalue().splitlines()
    assert printed[1].startswith("| --- |")
    assert any(line.startswith("| mapping.Observation | what_happened | Free text") for line in printed)
    out = io.StringIO()
    call_command("data_inventory", "--format", "csv", stdout=out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert len(rows) == len(printed) - 2
    purpose = next(row for row in rows if (row["Table"], row["Field"]) == ("accounts.ProcessingRecord", "purpose"))
    assert (purpose["In the history"], purpose["Screened by"]) == ("yes", "ProcessingRecordForm")
