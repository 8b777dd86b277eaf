"""The parts of the rule for a confidence, as the page of a judgement shows them."""

import re

from django.template.loader import render_to_string


class Judged:
    by_rule, has_parts = "Moderate", True
    evidence = (
        {"what": "Records", "value": "253", "needed": "20", "met": True},
        {"what": "Consultations", "value": "none, or too few", "needed": "agree", "met": False},
    )


def test_each_part_says_on_a_phone_too_what_is_there_what_is_needed_and_whether_it_is_met() -> None:
    """The last of four columns lay beside the screen: rows are cards there, and each cell has its label."""
    page = render_to_string("reports/confidence_parts.html", {"judgement": Judged()})
    assert "table-stack" in page
    assert re.findall(r'<td data-label="([^"]+)"', page) == ["Here", "Needed for high", "Met or short"] * 2
    assert page.count("<td") == 6
