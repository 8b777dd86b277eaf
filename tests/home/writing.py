"""Which functions of ours write over what is stored, and under which lock, read from the code.

A function *changes* what is stored where it saves a row that it did not make itself, or updates or deletes rows. It is
*held* where it, or one that it calls, takes rows for itself first (`select_for_update`), or where the one statement
that writes names the state it must still find. A function that only others of ours call is held where each of those is.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from tests.packages import PACKAGES
from tests.services import PROJECT

LOCKS = {"select_for_update", "pg_advisory_xact_lock"}
WRITES = {"save", "update", "delete", "bulk_update", "update_or_create"}
# Columns that say how far a row is: a statement that names one in its condition compares and writes at once.
STATES = {
    "state", "read_at", "sent_at", "acknowledged_at", "taken_until", "accepted_at", "withdrawn_at", "settled_at",
    "reminded_by_rule_at", "marking", "token", "version", "mailing", "secret_sha256", "beside",
}  # fmt: skip
# Methods of managers that pass on to our own querysets.
OPEN = {"open", "pending", "waiting", "free", "unread", "to_acknowledge", "to_decide", "unfinished"}


@dataclass
class Function:
    """One function at the top of a module, or a method of a class, with all that stands in it."""

    module: str
    name: str
    tree: ast.FunctionDef
    calls: set[tuple[str, str]] = field(default_factory=set)
    callers: "set[tuple[str, str]]" = field(default_factory=set)

    @property
    def key(self) -> tuple[str, str]:
        return self.module, self.name

    @cached_property
    def called(self) -> list[ast.Call]:
        return [each for each in ast.walk(self.tree) if isinstance(each, ast.Call)]

    @cached_property
    def locks(self) -> bool:
        named = {each.func.attr for each in self.called if isinstance(each.func, ast.Attribute)}
        text = ast.unparse(self.tree)
        return bool(LOCKS & named) or "pg_advisory_xact_lock" in text

    @cached_property
    def writes(self) -> list[str]:
        """What it changes of what is stored already, statement by statement, but for what it compares as it writes."""
        return [ast.unparse(each) for each in self.called if self._changes(each)]

    def _changes(self, call: ast.Call) -> bool:
        if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITES:
            return False
        of, verb = call.func.value, call.func.attr
        if ast.unparse(of) == "writing":
            return False  # the session of a form, which is handed what saves
        if verb in {"save", "delete"} and isinstance(of, ast.Name):
            return of.id not in self._made
        if verb == "update" and isinstance(of, ast.Name) and of.id not in self._queries:
            return False  # a dictionary, a digest
        if verb == "update" and isinstance(of, ast.Attribute) and not call.keywords:
            return False
        return not self._compares(of)

    def _compares(self, of: ast.expr, seen: frozenset[str] = frozenset()) -> bool:
        """Whether the statement itself, or a query that it goes on from, names the state that it must still find."""
        for each in ast.walk(of):
            values = self._assigned[each.id] if isinstance(each, ast.Name) and each.id not in seen else []
            if any(self._compares(value, seen | {ast.unparse(each)}) for value in values):
                return True
            if isinstance(each, ast.Call):
                if isinstance(each.func, ast.Attribute) and each.func.attr in OPEN:
                    return True
                if any(word.arg and word.arg.split("__")[0] in STATES for word in each.keywords):
                    return True
        return False

    @cached_property
    def _assigned(self) -> dict[str, list[ast.expr]]:
        found: dict[str, list[ast.expr]] = defaultdict(list)
        for each in ast.walk(self.tree):
            if isinstance(each, ast.Assign):
                for target in each.targets:
                    if isinstance(target, ast.Name):
                        found[target.id].append(each.value)
        return found

    @cached_property
    def _made(self) -> set[str]:
        """Names of what it made itself: `x = Model(…)`."""
        made = set()
        for each in ast.walk(self.tree):
            if isinstance(each, ast.Assign) and isinstance(each.value, ast.Call):
                func = each.value.func
                if isinstance(func, ast.Name) and func.id[:1].isupper():
                    made |= {target.id for target in each.targets if isinstance(target, ast.Name)}
        return made

    @cached_property
    def _queries(self) -> set[str]:
        """Names of querysets: what a filter, or a manager, gave."""
        found = set()
        for each in ast.walk(self.tree):
            if isinstance(each, ast.Assign) and ".filter(" in ast.unparse(each.value) + ".":
                found |= {target.id for target in each.targets if isinstance(target, ast.Name)}
        return found


class Code:
    """All of our functions that are not of pages, and who calls whom."""

    def __init__(self) -> None:
        self.functions: dict[tuple[str, str], Function] = {}
        self._by_name: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self.lambdas: dict[str, list[str]] = defaultdict(list)
        trees: Mapping[str, ast.Module] = {_module(file): ast.parse(file.read_text("utf-8")) for file in _files()}
        for module, tree in trees.items():
            for name, body in _functions(tree):
                self.functions[module, name] = Function(module, name, body)
                self._by_name[name.rsplit(".", 1)[-1]].add((module, name))
        named = {module: _imported(tree) for module, tree in trees.items()}
        for function in self.functions.values():
            for call in function.called:
                function.calls |= set(self._meant(function.module, named[function.module], call.func)) - {function.key}
        for function in self.functions.values():
            for key in function.calls:
                self.functions[key].callers.add(function.key)

    def _meant(self, module: str, named: Mapping[str, str], func: ast.expr) -> Iterator[tuple[str, str]]:
        """A function of the same module, one that it imports, or one of a package that it imports."""
        if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name):
            if func.value.id in {"self", "cls"}:
                mine = (key for key in self._by_name[func.attr] if key[0] == module and "." in key[1])
                yield from mine
            within, name = named.get(func.value.id, ""), func.attr
        elif isinstance(func, ast.Name):
            if (module, func.id) in self.functions:
                yield module, func.id
            within, name = named.get(func.id, ""), func.id
        else:
            return
        if within:
            yield from (key for key in self._by_name[name] if f"{key[0]}.".startswith(f"{within}."))

    def is_held(self, key: tuple[str, str]) -> bool:
        return self._takes(key, set()) or self._is_called_held(key, {key})

    def _takes(self, key: tuple[str, str], seen: set[tuple[str, str]]) -> bool:
        """It, or what it calls, takes rows for itself."""
        seen.add(key)
        function = self.functions[key]
        return function.locks or any(self._takes(each, seen) for each in function.calls - seen)

    def _is_called_held(self, key: tuple[str, str], seen: set[tuple[str, str]]) -> bool:
        callers = self.functions[key].callers
        return bool(callers) and all(
            self._takes(each, set()) or (each not in seen and self._is_called_held(each, seen | {each}))
            for each in callers
        )

    def changing(self) -> Iterator[Function]:
        return (each for each in self.functions.values() if each.writes)


def _files() -> Iterator[Path]:
    for package in sorted({*PACKAGES} - {"analysis", "output"}):  # which know of no database
        for file in sorted((PROJECT / package).rglob("*.py")):
            if not {"migrations", "__pycache__"} & set(file.parts):
                yield file


def _module(file: Path) -> str:
    return ".".join(file.relative_to(PROJECT).with_suffix("").parts)


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for each in tree.body:
        if isinstance(each, ast.FunctionDef):
            yield each.name, each
        elif isinstance(each, ast.ClassDef):
            yield from ((f"{each.name}.{one.name}", one) for one in each.body if isinstance(one, ast.FunctionDef))


def _imported(tree: ast.Module) -> dict[str, str]:
    """Names of a module, each with the module or package that it comes from."""
    found = {}
    for each in _statements(tree):
        if isinstance(each, ast.ImportFrom) and each.module:
            for name in each.names:
                whole = f"{each.module}.{name.name}"
                found[name.asname or name.name] = whole if _is_module(whole) else each.module
    return found


def _statements(tree: ast.AST) -> Iterator[ast.stmt]:
    """All of a module, however deep; no expression has one in it, so that those are not gone through."""
    for each in ast.iter_child_nodes(tree):
        if isinstance(each, ast.stmt):
            yield each
        if not isinstance(each, ast.expr):
            yield from _statements(each)


@cache
def _is_module(name: str) -> bool:
    inside = name.replace(".", "/")
    return (PROJECT / inside).is_dir() or (PROJECT / f"{inside}.py").is_file()
