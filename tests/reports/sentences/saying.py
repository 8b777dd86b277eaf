"""What sections can say and what they said: the texts in their code, and those in their blocks."""

import ast
import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from output.document import Bullets

# Words a minute that adults read silently of what is no story: Brysbaert, Journal of Memory and Language 109 (2019).
A_MINUTE = 238


def templates_of(modules: Iterable[ModuleType]) -> dict[str, tuple[str, ...]]:
    """Every text that goes through gettext, by its first form."""
    found = {}
    for module in modules:
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "ngettext"}:
                constants = (each.value for each in node.args if isinstance(each, ast.Constant))
                forms = tuple(each for each in constants if isinstance(each, str))
                if forms:
                    found[forms[0]] = forms
    return found


# The module it stands in, and its text before anything is filled in; or the beginning of that.
Sentence = tuple[str, str]


def sentences_of(module: ModuleType) -> Iterator[str]:
    """What ends with a stop and has four words or is filled in; labels, heads and parts of cells do not."""
    for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text())):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id in {"_", "ngettext", "gettext_lazy"} and node.args and isinstance(node.args[0], ast.Constant):
            text = str(node.args[0].value)
            if text.rstrip().endswith(".") and (len(text.split()) >= 4 or "%(" in text):
                yield text


def claims_of(module: ModuleType, begins: Iterable[str]) -> Iterator[str]:
    """Its sentences, and titles, facts and parts of them that a condition is stated of."""
    told = set(sentences_of(module))
    yield from sorted(told | {text for text in templates_of([module]) if text.startswith(tuple(begins))})


def begin_of(sentence: Sentence, begins: Iterable[Sentence]) -> Sentence:
    """The longest beginning that fits, so that a sentence has one condition."""
    module, text = sentence
    fitting = [each for each in begins if each[0] == module and text.startswith(each[1])]
    assert fitting, f"No condition is stated for “{text}” of {module}."
    return max(fitting, key=lambda each: len(each[1]))


def is_sentence(text: str) -> bool:
    """What ends with a stop or is filled in says something."""
    return text.rstrip().endswith((".", ":")) or "%(" in text


def texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        if not part.startswith("<svg"):
            yield part
    elif isinstance(part, Bullets):
        for item in part.items:
            yield item if isinstance(item, str) else "".join(run.text for run in item)
    elif dataclasses.is_dataclass(part):
        for each in dataclasses.fields(part):
            yield from texts(getattr(part, each.name))
    elif isinstance(part, list | tuple):
        for item in part:
            yield from texts(item)


def words_read(part: Any) -> Iterator[str]:
    """The words that somebody reads who has the page before them: no alternative texts, no marks alone."""
    if isinstance(part, str):
        yield from (word for word in part.split() if any(letter.isalnum() for letter in word))
    elif isinstance(part, list | tuple):
        for item in part:
            yield from words_read(item)
    elif dataclasses.is_dataclass(part):
        for each in dataclasses.fields(part):
            if each.name not in {"alt", "svg", "look", "number"}:
                yield from words_read(getattr(part, each.name))


def pattern_of(forms: tuple[str, ...]) -> re.Pattern[str]:
    found = []
    for form in forms:
        counted = re.sub(r"%\\?\((count|all)\\?\)s", r"[0-9]+", re.escape(form).replace("%%", "%"))
        found.append(re.sub(r"%\\?\(\w+\\?\)s", ".+?", counted))
    return re.compile("|".join(found))


def noted(modules: Iterable[ModuleType], patched: pytest.MonkeyPatch) -> set[str]:
    """The templates that the modules use while they write, before anything is filled in; of one in singular and plural
    the singular."""
    used: set[str] = set()

    def one(text: str) -> str:
        used.add(text)
        return text

    def several(text: str, more: str, count: int) -> str:
        used.add(text)
        return text if count == 1 else more

    for module in modules:
        if hasattr(module, "_"):
            patched.setattr(module, "_", one)
        if hasattr(module, "ngettext"):
            patched.setattr(module, "ngettext", several)
    return used


def cities_of(
    sentence: Sentence,
    printed: Mapping[str, set[Sentence]],
    worlds: Mapping[str, Any],
    when: Mapping[Sentence, Callable[[Any], bool]],
    always: Iterable[Sentence],
) -> tuple[set[str], set[str]]:
    """In which worlds a sentence is printed, and in which its condition holds: in all, where it claims nothing."""
    always = set(always)
    begin = begin_of(sentence, [*when, *always])
    said = {name for name, used in printed.items() if sentence in used}
    return said, set(worlds) if begin in always else {name for name, each in worlds.items() if when[begin](each)}
