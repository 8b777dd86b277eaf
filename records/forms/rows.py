"""Rows below a form: as many as there are, one more where somebody asks for it, none lost by taking one out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, UniqueConstraint
from django.forms.formsets import DELETION_FIELD_NAME, BaseFormSet
from django.forms.renderers import get_default_renderer
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from records.forms.screened import Screened

Row = TypeVar("Row", bound=Model)
MOST_ROWS = 200
NUMBER = "number"
TWICE = _("This stands in the list already, in another row. Change this one, or take it out.")


class RowForm(Screened, forms.ModelForm[Any]):
    """One row. `further` names the fields that stand folded below the others."""

    screened: ClassVar[tuple[str, ...]] = ()
    further: ClassVar[tuple[str, ...]] = ()
    # What `once` is told at.
    ONCE: ClassVar[str] = ""

    def once(self) -> tuple[str, ...]:
        """What of a row that is right stands in no other, beside what the database keeps once; empty where it may."""
        return ()

    def shown(self) -> list[forms.BoundField]:
        return [field for field in self._own() if field.name not in self.further]

    def folded(self) -> list[forms.BoundField]:
        return [field for field in self._own() if field.name in self.further]

    @property
    def is_unfolded(self) -> bool:
        """Something stands in the folded part, or is wrong there."""
        return any(field.errors or field.value() not in (None, "", [], False) for field in self.folded())

    @property
    def removal(self) -> forms.BoundField:
        return self[DELETION_FIELD_NAME]

    def _own(self) -> Iterator[forms.BoundField]:
        return (field for field in self.visible_fields() if field.name != DELETION_FIELD_NAME)


class RowSet(BaseFormSet[RowForm]):
    """The rows of one model in a section of a record; `make` gives the form of a row, for the record that owns them.

    A row that is there carries its number; a number that is not of these rows is refused.
    """

    extra = 0
    can_order = False
    can_delete = True
    can_delete_extra = True
    min_num = 0
    max_num = absolute_max = MOST_ROWS
    validate_max = True
    validate_min = False
    edit_only = False
    default_error_messages: ClassVar[dict[str, Any]] = {
        "too_many_forms": _("At most %(num)d rows fit in one list. Take some out."),
        "missing_management_form": _("Part of this page did not arrive. Open it again and send it once more."),
    }

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        rows: Sequence[Model],
        make: Callable[..., RowForm],
        new: Callable[[], Model],
        prefix: str,
        one: Any,
        several: Any,
        hint: Any = "",
        is_further: bool = False,
    ) -> None:
        self.form = make  # type: ignore[assignment]
        self.renderer = get_default_renderer()
        self.rows, self.new = list(rows), new
        self.one, self.several, self.hint = one, several, hint
        self._by_number = {str(row.pk): row for row in self.rows}
        super().__init__(data, prefix=prefix, initial=[{}] * len(self.rows))
        # a section without rows begins with an empty one to fill; what only some need does not
        self.extra = 0 if self.rows or is_further else 1

    def total_form_count(self) -> int:
        """Of rows that are counted and did not come, one at most is made, which somebody asked for: a number made up
        would cost half a second."""
        count = super().total_form_count()
        return min(count, self._came + 1) if self.is_bound else count

    @cached_property
    def _came(self) -> int:
        """Up to the last row of which a field was sent."""
        start = f"{self.prefix}-"
        numbers = (name.removeprefix(start).partition("-")[0] for name in self.data if name.startswith(start))
        known = (int(each) for each in numbers if each.isascii() and each.isdigit() and len(each) < 6)
        return max(known, default=-1) + 1

    def _construct_form(self, i: int, **kwargs: Any) -> RowForm:
        instance, refused = self.new(), False
        if self.is_bound:
            said = self.data.get(f"{self.add_prefix(i)}-{NUMBER}", "")
            # each once: of two rows with one number the first would be lost
            there = self._by_number.pop(said, None)
            instance, refused = there or instance, bool(said) and there is None
        elif i < len(self.rows):
            instance = self.rows[i]
        row: RowForm = super()._construct_form(i, **{**kwargs, "instance": instance})  # type: ignore[misc]
        row.empty_permitted = not instance.pk
        if refused:
            row.add_error(None, ValidationError(_("This row is not of this record.")))
        return row

    def add_fields(self, form: RowForm, index: int | None) -> None:
        number = str(form.instance.pk or "")
        form.fields[NUMBER] = forms.CharField(required=False, widget=forms.HiddenInput, initial=number)
        super().add_fields(form, index)
        removal = form.fields[DELETION_FIELD_NAME]
        removal.label = _("Take this out")
        removal.widget.attrs["class"] = "form-check-input"

    def clean(self) -> None:
        """What stands in one row alone; the row that comes later is told. The database keeps it once in this record, or
        the rows say by which fields they are told apart."""
        said: set[tuple[str, ...]] = set()
        for row in self.kept:
            once = () if row.errors else row.once()
            if once and once in said:
                row.add_error(row.ONCE, TWICE)
            said.add(once)
        for names in once_in_a_list(type(self.new())):
            seen: set[tuple[Any, ...]] = set()
            for row in self.kept:
                key = tuple(getattr(row.instance, row.instance._meta.get_field(name).attname) for name in names)
                if row.errors or None in key:
                    continue
                if key in seen:
                    row.add_error(next((name for name in names if name in row.fields), None), TWICE)
                seen.add(key)

    @property
    def empty_form(self) -> RowForm:
        row: RowForm = self.form(
            auto_id=self.auto_id,
            prefix=self.add_prefix("__prefix__"),
            empty_permitted=True,
            use_required_attribute=False,
            instance=self.new(),
        )
        self.add_fields(row, None)
        return row

    @cached_property
    def kept(self) -> list[RowForm]:
        """Rows to keep: those that are there and stay, and new ones somebody wrote in."""
        return [row for row in self.forms if row not in self.removed and (row.instance.pk or row.has_changed())]

    @cached_property
    def removed(self) -> list[RowForm]:
        if not self.is_bound:
            return []
        return [row for row in self.forms if self._should_delete_form(row)]  # type: ignore[attr-defined]


def once_in_a_list(model: type[Model]) -> Iterator[tuple[str, ...]]:
    """What may stand once in the rows of one record: fields of a uniqueness rule, without city and record."""
    parent = getattr(model, "part_of", "")
    for rule in model._meta.constraints:
        if isinstance(rule, UniqueConstraint) and rule.fields and "id" not in rule.fields:
            yield tuple(name for name in rule.fields if name not in {"city", parent})
