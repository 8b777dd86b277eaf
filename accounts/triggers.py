"""The triggers of our models, found without looking through all of them each time one more is announced.

django-pgtrigger's registry puts all it holds into a new dictionary and a new set whenever it takes one. With 400 of
ours that was a tenth of the start of every process, of a page's, a worker's and a command's.
"""

from typing import Any

from pgtrigger import registry


class Triggers(registry._Registry):
    """The same, with both kept beside the triggers themselves."""

    def __init__(self) -> None:
        self._of_tables: dict[tuple[str, str], Any] = {}
        self._functions: set[str] = set()
        super().__init__()

    @property
    def by_db_table(self) -> dict[tuple[str, str], Any]:
        return self._of_tables

    @property
    def pg_function_names(self) -> set[str]:
        return self._functions

    def __setitem__(self, key: str, value: tuple[Any, Any]) -> None:
        super().__setitem__(key, value)  # type: ignore[no-untyped-call]  # pgtrigger is typed in part
        model, trigger = value
        self._of_tables[model._meta.db_table, trigger.name] = trigger
        self._functions.add(trigger.get_pgid(model))

    def __delitem__(self, key: str) -> None:
        model, trigger = self[key]
        super().__delitem__(key)  # type: ignore[no-untyped-call]
        del self._of_tables[model._meta.db_table, trigger.name]
        self._functions.discard(trigger.get_pgid(model))


def find_quickly() -> None:
    """Before the first model announces one."""
    if not isinstance(registry._registry, Triggers):
        triggers = Triggers()
        triggers.update(registry._registry)
        registry._registry = triggers
