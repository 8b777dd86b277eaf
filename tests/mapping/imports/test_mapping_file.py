"""The mapping file: each fault by its JSON path, with what is allowed there."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from mapping.imports.mapping_file import load_mapping, read_mapping
from tests.mapping.makers import column_mapping
from tests.services import PROJECT


def _said(mapping: object) -> str:
    with pytest.raises(ValidationError) as refusal:
        read_mapping(mapping)
    return "\n".join(refusal.value.messages)


def test_the_example_is_in_order() -> None:
    mapping = load_mapping(PROJECT / "examples" / "toronto-observations.json")
    assert mapping.external_key == "EVENT_UNIQUE_ID"


OFFENCE = {"column": "what", "values": {"Assault": "assault"}}


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["format"], "2", "$.format: must be “groundwork-observations/1”"),
        (["extrenal_key"], "id", "$.extrenal_key: is not known; did you mean “external_key”?"),
        (["source", "type"], "polise", "$.source.type: “polise” is not allowed; one of: police"),
        (["source", "type"], "polise", "did you mean “police”?"),
        (["source", "key"], "a b", "$.source.key: is made of letters"),
        (["coverage"], [], "$.coverage: needs at least one stretch"),
        (["coverage", 0, "from"], "2022-01-01", "$.coverage[0]: from lies after to"),
        (["coverage", 0, "still_looking"], True, "$.coverage[0]: says to and still_looking; keep one of both"),
        (["coverage", 0, "still_looking"], "yes", "$.coverage[0].still_looking: must be true or false"),
        (["recording_changed"], [{"on": "2022", "because": "a"}], "$.recording_changed[0].on: “2022” is not a day"),
        (["recording_changed"], [{"on": "2022-01-01"}], "$.recording_changed[0].because: is missing"),
        (["coverage", 0, "completeness"], "all", "$.coverage[0].completeness: “all” is not allowed"),
        (["extracted_on"], "31/01/2022", "$.extracted_on: “31/01/2022” is not a day of the form YYYY-MM-DD"),
        (["extracted_on"], "2022-02-30", "$.extracted_on: “2022-02-30” is not a day"),
        (["external_key"], None, "$.external_key: is missing"),
        (["when", "format"], "DD/MM/YY/YYYY", "$.when.format: “DD/MM/YY/YYYY”: a pattern has YYYY or YY once"),
        (["when", "format"], "%d/%m/%Y", "$.when.format: “%d/%m/%Y”: a pattern has YYYY or YY once"),
        (["place"], "somewhere", "$.place: “somewhere” is not allowed; one of: city_wide, online, outside"),
        (["title"], "{what} in {place}", "$.title: {what} cannot stand in a title"),
        (["title"], "{place", "$.title: has a brace that is not closed"),
        (["delimiter"], ":", "$.delimiter: must be one of"),
        (["encoding"], "utf-99", "$.encoding: “utf-99” is not known"),
        (["encoding"], "zlib", "$.encoding: “zlib” is not known"),
        (["encoding"], "undefined", "$.encoding: “undefined” is not known"),
        (["encoding"], "a\0b", "$.encoding: “a"),
        (["fields", "scope"], "opinion", "$.fields.scope: “opinion” is not allowed; one of: violence"),
        (["fields", "scope"], ["threat", "violence"], "$.fields.scope: scope holds one code, not several"),
        (["fields", "ethnicity"], "x", "$.fields.ethnicity: is not known"),
        (["fields", "manifestations"], None, "$.fields.manifestations: needs a code"),
        (
            ["fields", "manifestations", "columns", 0, "values", "Assault"],
            "asault",
            "$.fields.manifestations.columns[0].values[“Assault”]: “asault” is not allowed",
        ),
        (
            ["fields", "manifestations", "columns", 0, "values", "ASSAULT "],
            "threat",
            "values[“ASSAULT ”]: differs from another value only by letter case or spaces",
        ),
        (["fields", "setting"], {"columns": [OFFENCE, OFFENCE]}, "$.fields.setting.columns: setting holds one code"),
        (["fields", "manifestations", "columns", 0, "vaules"], {}, "did you mean “values”?"),
        (["not_counted"], [{"column": "what"}], "$.not_counted[0].values: is missing"),
    ],
)
def test_a_fault_is_told_by_its_path(path: list[Any], value: object, said: str) -> None:
    mapping = copy.deepcopy(column_mapping())
    part: Any = mapping
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    assert said in _said(mapping)


def test_every_fault_is_told_at_once() -> None:
    said = _said({"format": "groundwork-observations/1"})
    for path in ("source", "coverage", "extracted_on", "external_key", "when", "place", "fields"):
        assert f"$.{path}: " in said


@pytest.mark.parametrize("raw", [None, [], "text", 7])
def test_what_is_no_object_is_refused(raw: object) -> None:
    assert "$: " in _said(raw)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"format": ', "is not valid JSON"),
        ('{"format": 1, "format": 2}', "“format” stands twice"),
        ("[" * 100_000, "is not valid JSON"),
        ('{"notes": ["\\u0000"]}', "holds a NUL character"),
        ('{"notes": ["\\ud800"]}', "is not valid JSON: a text holds half a character"),
    ],
)
def test_a_file_that_is_no_json_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "mapping.json"
    path.write_text(text)
    with pytest.raises(ValidationError, match=said):
        load_mapping(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="cannot be read"):
        load_mapping(tmp_path / "none.json")


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "mapping.json"
    path.write_text(json.dumps(column_mapping()), encoding="utf-8-sig")
    assert load_mapping(path).source_key == "police"


def _with_platform(name: str) -> dict[str, Any]:
    values = {"Short video": name, "": None}
    fields = column_mapping()["fields"] | {"platform": {"columns": [{"column": "app", "values": values}]}}
    return column_mapping(fields=fields)


@pytest.mark.parametrize("name", ["@somebody", "chat.example.org", "https://chat", "Board #17", "Chat/room"])
def test_a_platform_is_a_name_and_never_a_channel_or_profile(name: str) -> None:
    with pytest.raises(ValidationError, match=r"\$\.fields\.platform.*never a channel"):
        read_mapping(_with_platform(name))


def test_a_platform_is_taken_by_its_name() -> None:
    mapping = read_mapping(_with_platform("Short-video platform"))
    (rule,) = [rule for rule in mapping.fields if rule.name == "platform"]
    assert rule.codes({"app": " SHORT  video "}) == ("Short-video platform",)
    assert rule.codes({"app": ""}) == ()
