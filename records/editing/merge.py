"""Three versions of a section made one: what it was begun on, what stands there now, and what this person made of it.

What they changed stays; where they changed nothing, the newest stands; what both changed is said, with what the other
wrote. Rows go by their number. One that was taken out meanwhile is kept as a new one where this person wrote in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME, INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.http import QueryDict

from records.editing.content import Content, Values, as_sent, chosen, own_fields, typed_in
from records.editing.sections import Section, in_words
from records.forms.rows import MOST_ROWS, NUMBER, RowForm, RowSet


@dataclass(frozen=True, slots=True)
class Both:
    """A field that two people changed: where it stands in the form, and what the other made of it."""

    name: str
    label: str
    target: str
    theirs: str


@dataclass
class Merged:
    data: QueryDict
    both: list[Both] = field(default_factory=list)
    # the names of rows that are there no more, and of those that are kept as new ones
    gone: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    # whether what was sent is what stands there now: it was sent before
    is_there_already: bool = True


def merged(typed: QueryDict, begun: Content, there: Section) -> Merged:
    found = Merged(typed.copy())
    for form in there.single_forms():
        for each in form:
            _merge_field(found, typed, begun, each)
    for rows in there.row_sets():
        _Rows(found, typed, begun.rows.get(str(rows.prefix), {}), rows).merge()
    return found


def _merge_field(found: Merged, typed: QueryDict, begun: Content, each: forms.BoundField) -> None:
    name = each.html_name
    mine = typed_in(each.field.widget, typed, name)
    value, is_both = chosen(mine, begun.fields.get(name), as_sent(each))
    if value != mine:
        found.data.setlist(name, value)
    if not each.field.disabled and (mine or []) != as_sent(each):
        found.is_there_already = False
    if is_both:
        found.both.append(Both(each.name, str(each.label), _target(each.field.widget, name), in_words(each)))


@dataclass
class _Rows:
    """The merge of one set of rows. They are written anew, as what was added by others comes behind them."""

    found: Merged
    typed: QueryDict
    begun: Mapping[str, Mapping[str, Values]]
    rows: RowSet
    written: list[dict[str, Values]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.widgets = {name: each.widget for name, each in self.rows.empty_form.fields.items()}

    def merge(self) -> None:
        there = {str(row.instance.pk): row for row in self.rows.forms if row.instance.pk}
        mine = set()
        for index in range(self._count()):
            number = self.typed.get(self._name(index, NUMBER), "")
            mine.add(number)
            if number in there:
                self._changed(index, there[number])
            elif number in self.begun:
                self._gone(index, number)
            else:
                self.found.is_there_already = False
                self.written.append(self._sent(index))
        for number, row in there.items():
            if number not in mine:
                self.found.is_there_already = False
                self.written.append({NUMBER: [number], **{each.name: as_sent(each) for each in own_fields(row)}})
        self._write(len(there))

    def _changed(self, index: int, row: RowForm) -> None:
        """A row that is still there."""
        had, sent = self.begun.get(str(row.instance.pk), {}), self._sent(index)
        for each in own_fields(row):
            mine = self._typed(index, each.name)
            value, is_both = chosen(mine, had.get(each.name), as_sent(each))
            if value != mine:
                sent[each.name] = value
            if (mine or []) != as_sent(each) or DELETION_FIELD_NAME in sent:
                self.found.is_there_already = False
            # whoever takes a row out must know that somebody else went on writing in it
            if is_both or (DELETION_FIELD_NAME in sent and as_sent(each) != had.get(each.name)):
                name = f"{self.rows.prefix}-{len(self.written)}-{each.name}"
                target = _target(each.field.widget, name)
                self.found.both.append(
                    Both(each.name, f"{self._title(len(self.written))}, {each.label}", target, in_words(each))
                )
        self.written.append(sent)

    def _gone(self, index: int, number: str) -> None:
        """A row that somebody took out meanwhile."""
        sent, had = self._sent(index), self.begun[number]
        is_mine = any(self._typed(index, name) not in (None, value) for name, value in had.items())
        if DELETION_FIELD_NAME in sent:
            return
        self.found.is_there_already = False
        if not is_mine:
            self.found.gone.append(self._title(index))
            return
        self.found.kept.append(self._title(len(self.written)))
        self.written.append({**sent, NUMBER: []})

    def _write(self, there: int) -> None:
        for name in [name for name in self.found.data if self._is_of_a_row(name)]:
            del self.found.data[name]
        self.found.data[f"{self.rows.prefix}-{TOTAL_FORM_COUNT}"] = str(len(self.written))
        self.found.data[f"{self.rows.prefix}-{INITIAL_FORM_COUNT}"] = str(there)
        for index, row in enumerate(self.written):
            for name, values in row.items():
                self.found.data.setlist(self._name(index, name), values)

    def _count(self) -> int:
        sent = self.typed.get(f"{self.rows.prefix}-{TOTAL_FORM_COUNT}", "")
        return min(int(sent), MOST_ROWS) if sent.isascii() and sent.isdigit() and len(sent) < 6 else 0

    def _sent(self, index: int) -> dict[str, Values]:
        start = self._name(index, "")
        names = [name.removeprefix(start) for name in self.typed if name.startswith(start)]
        return {name: self.typed.getlist(start + name) for name in names}

    def _typed(self, index: int, name: str) -> Values | None:
        return typed_in(self.widgets[name], self.typed, self._name(index, name))

    def _name(self, index: int, name: str) -> str:
        return f"{self.rows.prefix}-{index}-{name}"

    def _is_of_a_row(self, name: str) -> bool:
        return name.removeprefix(f"{self.rows.prefix}-")[:1].isdigit()

    def _title(self, index: int) -> str:
        return f"{self.rows.one} {index + 1}"


def _target(widget: forms.Widget, name: str) -> str:
    """Where the reader is led: the first choice of a group has a number behind its id."""
    return widget.id_for_label(f"id_{name}") or f"id_{name}_0"
