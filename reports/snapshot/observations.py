"""The records of a snapshot, each row written as canonical JSON where it lies: by the database.

Fetched as values and written here, 100,000 of them took twice the time.
"""

import json
from collections.abc import Iterator, Mapping

from django.db.models import F, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast

from mapping.models import Observation

OBSERVATION_COLUMNS = (
    "id",
    "first_day",
    "last_day",
    "precision",
    "hour",
    "reported_on",
    "place",
    "district",
    "cell_longitude",
    "cell_latitude",
    "space",
    "platform",
    "manifestations",
    "targets",
    "currents",
    "setting",
    "severity",
    "basis",
    "reliability",
    "credibility",
    "source",
    "marking",
    "review_by",
    "batch",
    "series",
)


# How PostgreSQL writes a value as canonical JSON, by what a column holds. Nothing in codes and days is escaped: the
# database refuses words from outside the vocabulary.
NUMBER = "%(expressions)s::text"
WORD = "'\"' || %(expressions)s || '\"'"
TEXT = "to_json(%(expressions)s)::text"
# As `array_to_json` does, in two thirds of the time.
LIST = (
    "CASE WHEN %(expressions)s = '{}' THEN '[]' "
    """ELSE '["' || array_to_string(%(expressions)s, '","') || '"]' END"""
)
# With a point always, as Python writes it.
DECIMAL = "%(expressions)s::text || CASE WHEN %(expressions)s = trunc(%(expressions)s) THEN '.0' ELSE '' END"
WRITTEN = {
    **dict.fromkeys(("id", "hour", "severity", "batch_id", "series_id"), NUMBER),
    **dict.fromkeys(("manifestations", "targets", "currents"), LIST),
    **dict.fromkeys(("cell_longitude", "cell_latitude"), DECIMAL),
    "platform": TEXT,
}
MAY_BE_MISSING = {field.attname for field in Observation._meta.concrete_fields if field.null}


def _written(name: str) -> Func:
    template = WRITTEN.get(name, WORD)
    if name in MAY_BE_MISSING:
        template = f"coalesce({template}, 'null')"
    return Func(F(name), template=template, output_field=TextField())


def _looked_up(name: str, words: Mapping[int, str]) -> Func:
    """What a number stands for. Joins would have to guess how many districts there are, and walk through them."""
    table = Value(json.dumps(words), output_field=TextField())
    number = Cast(name, TextField())
    return Func(
        table,
        number,
        template="coalesce((%(expressions)s)::text, 'null')",
        arg_joiner="::jsonb -> ",
        output_field=TextField(),
    )


def written_rows(
    observations: "QuerySet[Observation]", *, districts: Mapping[int, str], sources: Mapping[int, str]
) -> Iterator[str]:
    """Rows in the order of their ids, values in that of OBSERVATION_COLUMNS; codes of districts and keys of sources."""
    columns = [f"{name}_id" if name in {"batch", "series"} else name for name in OBSERVATION_COLUMNS]
    looked_up = {"district": _looked_up("district_id", districts), "source": _looked_up("source_id", sources)}
    values = [looked_up.get(name) or _written(name) for name in columns]
    row = Func(Value(","), *values, function="concat_ws", output_field=TextField())
    for values_of_one in observations.order_by("id").values_list(row, flat=True).iterator(chunk_size=10_000):
        yield f"[{values_of_one}]"
