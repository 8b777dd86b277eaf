"""Rows that rules of a mapping leave out: more than they may, or none where another spelling was met."""

import difflib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from mapping.imports.doubts import Doubts, among
from mapping.imports.fields import folded
from mapping.imports.rules import NotCounted

MOST_VALUES = 200
LONGEST = 80
ALIKE = 0.75
NAMED = 5


@dataclass(slots=True)
class RulesMet:
    """How many rows each rule left out, and what stands in its column."""

    rules: Iterable[NotCounted]
    counts: Counter[NotCounted] = field(default_factory=Counter)
    values: dict[str, dict[str, str]] = field(default_factory=dict)

    def look(self, cells: dict[str, str]) -> None:
        for rule in self.rules:
            there = self.values.setdefault(rule.column, {})
            if len(there) < MOST_VALUES:
                there.setdefault(folded(cells[rule.column][:LONGEST]), cells[rule.column].strip()[:LONGEST])

    def tell(self, doubts: Doubts) -> None:
        for rule in self.rules:
            count = self.counts[rule]
            if rule.at_most is not None and count > rule.at_most:
                doubts.must_not(
                    _(
                        "Column %(column)s: rows that would be left out (%(reason)s): %(count)d; the mapping allows "
                        "%(most)d under not_counted. Look at them, then correct the file or the number."
                    )
                    % {"column": rule.column, "count": count, "reason": rule.reason, "most": rule.at_most}
                )
            elif not count:
                self._tell_none(rule, doubts)

    def _tell_none(self, rule: NotCounted, doubts: Doubts) -> None:
        """A withdrawn event that is spelled otherwise counts without a word."""
        there = self.values.get(rule.column, {})
        near = [
            said
            for value, said in there.items()
            if any(known and known in value for known in rule.values)
            or difflib.get_close_matches(value, rule.values, 1, ALIKE)
        ]
        facts = {"column": rule.column, "reason": rule.reason}
        if near:
            doubts.tell(
                _(
                    "Column %(column)s: no row is left out (%(reason)s), but the column has %(values)s, and these rows "
                    "count. If they are meant, name them under not_counted."
                )
                % {**facts, "values": among([f"“{each}”" for each in near], NAMED)}
            )
        else:
            doubts.note(_("Column %(column)s: no row is left out (%(reason)s).") % facts)
