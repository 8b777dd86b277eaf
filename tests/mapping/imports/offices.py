"""Files as offices hand them in, made of a truth that is known here: encodings, delimiters, spellings, and damage.

A damage is what a program or a person did to the file on its way; what it leads to is not said here, so that a test may
ask of every file the same: is the truth stored, or is something said of the column at fault?
"""

import datetime
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.mapping.makers import column_mapping

DISTRICTS = {"01": "Åbyhøj", "02": "Nordbro", "03": "Søborg", "04": "Manor", "05": "Manor", "10": "Kværnby"}
KINDS = {"Assault": "assault", "Threat": "threat", "Vold": "assault", "Trusler": "threat"}
FIRST, LAST = datetime.date(2022, 1, 1), datetime.date(2024, 12, 31)
EXTRACTED = "2025-01-15"
WRITTEN = ("%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y")
FORMATS = {
    "%Y-%m-%d": "YYYY-MM-DD",
    "%Y/%m/%d": "YYYY/MM/DD",
    "%d.%m.%Y": "DD.MM.YYYY",
    "%d/%m/%Y": "DD/MM/YYYY",
    "%m/%d/%Y": "MM/DD/YYYY",
    "%d-%m-%Y": "DD-MM-YYYY",
}


@dataclass(frozen=True, slots=True)
class Event:
    key: str
    day: datetime.date
    district: str
    kind: str


@dataclass(slots=True)
class Sheet:
    """A table on its way: rows of key, date, place and kind as texts, and what the mapping says of it."""

    events: list[Event]
    rows: list[list[str]]
    written: str
    mapping: dict[str, Any]
    chance: random.Random
    delimiter: str = ","
    encoding: str = "utf-8"
    header: list[str] = field(default_factory=lambda: ["id", "date", "place", "what"])


def sheet_of(number: int) -> Sheet:
    """An event table in order, in one of many spellings."""
    chance = random.Random(f"office {number}")
    events = _events(chance)
    written = chance.choice(WRITTEN)
    rows = [[event.key, event.day.strftime(written), event.district, event.kind] for event in events]
    when = {"column": "date"}
    if not written.startswith("%Y") or chance.random() < 0.3:
        when["format"] = FORMATS[written]
    mapping = column_mapping(
        when=when,
        place={"column": "place"},
        extracted_on=EXTRACTED,
        coverage=[{"from": str(FIRST), "to": str(LAST), "completeness": "full"}],
    )
    mapping["fields"]["manifestations"]["columns"][0]["values"] = dict(KINDS)
    sheet = Sheet(events, rows, written, mapping, chance, delimiter=chance.choice([",", ";", "\t", "|"]))
    sheet.encoding = chance.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    if sheet.encoding == "cp1252":
        mapping["encoding"] = "cp1252"
    return sheet


def _events(chance: random.Random) -> list[Event]:
    count, base = chance.randrange(40, 90), chance.choice([1, 4000, 201902034567891234])
    days = (LAST - FIRST).days
    form = chance.choice(["{}", "GO-{}", "{:08d}"])
    return [
        Event(
            form.format(base + 7 * place),
            FIRST + datetime.timedelta(days=chance.randrange(days)),
            chance.choice(list(DISTRICTS)),
            chance.choice(list(KINDS)),
        )
        for place in range(count)
    ]


def save(sheet: Sheet, path: Path) -> Path:
    lines = [sheet.delimiter.join(cells) for cells in [sheet.header, *sheet.rows]]
    path.write_bytes("\r\n".join([*lines, ""]).encode(sheet.encoding))
    return path


def _dates(sheet: Sheet, write: Callable[[datetime.date], str]) -> None:
    for event, row in zip(sheet.events, sheet.rows, strict=True):
        row[1] = write(event.day)


def _keys(sheet: Sheet, keys: Sequence[str]) -> None:
    sheet.events = [replace(event, key=key) for event, key in zip(sheet.events, keys, strict=True)]
    for event, row in zip(sheet.events, sheet.rows, strict=True):
        row[0] = event.key


def american_dates(sheet: Sheet) -> None:
    """A spreadsheet read day/month as month/day where it could."""
    sheet.mapping["when"] = {"column": "date", "format": "DD/MM/YYYY"}
    _dates(sheet, lambda day: f"{day.month}/{day.day}/{day.year}" if day.day <= 12 else f"{day:%d/%m/%Y}")


def american_dates_with_time(sheet: Sheet) -> None:
    sheet.mapping["when"] = {"column": "date", "format": "DD/MM/YYYY*"}
    _dates(sheet, lambda day: f"{day:%m/%d/%Y} 00:00:00" if day.day <= 12 else f"{day:%d/%m/%Y}")


def the_other_format(sheet: Sheet) -> None:
    """Day first, and the mapping says month first."""
    sheet.mapping["when"] = {"column": "date", "format": "MM/DD/YYYY"}
    _dates(sheet, lambda day: f"{day:%d/%m/%Y}")


def only_what_the_spreadsheet_took_for_dates(sheet: Sheet) -> None:
    """Day and month exchanged, and the texts that were no dates for it removed."""
    sheet.mapping["when"] = {"column": "date", "format": "DD/MM/YYYY"}
    kept = [(event, row) for event, row in zip(sheet.events, sheet.rows, strict=True) if event.day.day <= 12]
    sheet.rows = [[row[0], f"{event.day:%m/%d/%Y}", *row[2:]] for event, row in kept]


def months_only(sheet: Sheet) -> None:
    _dates(sheet, lambda day: day.replace(day=1).strftime(sheet.written))


def years_only(sheet: Sheet) -> None:
    _dates(sheet, lambda day: day.replace(month=1, day=1).strftime(sheet.written))


def two_digits(sheet: Sheet) -> None:
    _dates(sheet, lambda day: day.strftime(sheet.written.replace("%Y", "%y")))


def wrong_century(sheet: Sheet) -> None:
    _dates(sheet, lambda day: day.replace(year=day.year - 100, day=min(day.day, 28)).strftime(sheet.written))


def serial_numbers(sheet: Sheet) -> None:
    _dates(sheet, lambda day: str((day - datetime.date(1899, 12, 30)).days))


def counted_from_1904(sheet: Sheet) -> None:
    _dates(sheet, lambda day: (day - datetime.timedelta(days=1462)).strftime(sheet.written))


def times_in_utc(sheet: Sheet) -> None:
    """Midnight in Copenhagen, written as the hour it is in UTC: 22 or 23 o'clock of the day before."""
    sheet.mapping["when"] = {"column": "date", "format": "YYYY-MM-DD*"}
    _dates(sheet, lambda day: f"{day - datetime.timedelta(days=1)}T23:00:00Z")


def empty_dates(sheet: Sheet) -> None:
    for row in sheet.rows[::7]:
        row[1] = ""


def scientific_keys(sheet: Sheet) -> None:
    for row, event in zip(sheet.rows, sheet.events, strict=True):
        row[0] = f"{int('1' + ''.join(c for c in event.key if c.isdigit()).rjust(14, '0')):.5E}"


def rounded_keys(sheet: Sheet) -> None:
    _keys(sheet, [str(201902034567800000 + 1013 * place) for place in range(len(sheet.events))])
    for row in sheet.rows:
        row[0] = row[0][:15] + "000"


def decimal_keys(sheet: Sheet) -> None:
    _keys(sheet, [str(4000 + place) for place in range(len(sheet.events))])
    for row in sheet.rows:
        row[0] += ".0"


def keys_made_dates(sheet: Sheet) -> None:
    _keys(sheet, [f"{place % 28 + 1}-{place // 28 + 8}" for place in range(len(sheet.events))])
    for row in sheet.rows:
        day, month = map(int, row[0].split("-"))
        row[0] = f"{datetime.date(2024, month, day):%d-%b}"


def lost_keys(sheet: Sheet) -> None:
    for row in sheet.rows[3::9]:
        row[0] = "#N/A"


def shared_keys(sheet: Sheet) -> None:
    sheet.rows[5][0] = sheet.rows[6][0]
    sheet.rows[5][1] = sheet.rows[7][1]
    sheet.rows[6][3], sheet.rows[5][3] = "Assault", "Threat"


def a_row_twice(sheet: Sheet) -> None:
    sheet.rows.append(list(sheet.rows[2]))


def a_total_below(sheet: Sheet) -> None:
    sheet.rows.append(["Total", "", "", str(len(sheet.events))])


def codes_without_noughts(sheet: Sheet) -> None:
    for row in sheet.rows:
        row[2] = row[2].lstrip("0")


def codes_with_decimals(sheet: Sheet) -> None:
    for row in sheet.rows:
        row[2] = f"{int(row[2])}.0"


def names_of_districts(sheet: Sheet) -> None:
    sheet.mapping["place"] = {"column": "place", "by": "name"}
    for row in sheet.rows:
        row[2] = DISTRICTS[row[2]]


def names_without_marks(sheet: Sheet) -> None:
    names_of_districts(sheet)
    for row in sheet.rows:
        row[2] = row[2].replace("Å", "?").replace("ø", "?").replace("æ", "?")


def another_encoding(sheet: Sheet) -> None:
    """Written in one encoding, and the mapping says another."""
    names_of_districts(sheet)
    sheet.encoding, sheet.mapping["encoding"] = "utf-8", "cp1252"


def a_delimiter_too_many(sheet: Sheet) -> None:
    sheet.rows[4][3] += sheet.delimiter + "more"


def capitals_and_spaces(sheet: Sheet) -> None:
    for row in sheet.rows:
        row[3] = f" {row[3].upper()} "


def unknown_values(sheet: Sheet) -> None:
    for row in sheet.rows[::11]:
        row[3] = "Andet"


DAMAGES: tuple[Callable[[Sheet], None] | None, ...] = (
    None, american_dates, None, american_dates_with_time, the_other_format, only_what_the_spreadsheet_took_for_dates,
    months_only, years_only, two_digits, wrong_century, serial_numbers, counted_from_1904, times_in_utc, empty_dates,
    scientific_keys, rounded_keys, decimal_keys, keys_made_dates, lost_keys, shared_keys, a_row_twice, a_total_below,
    codes_without_noughts, codes_with_decimals, names_of_districts, names_without_marks, another_encoding,
    a_delimiter_too_many, capitals_and_spaces, unknown_values,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Residents:
    """A table of residents: its text, and the truth."""

    text: str
    truth: dict[str, int]
    damage: str


def _grouped(number: int, mark: str) -> str:
    return f"{number:,}".replace(",", mark)


def residents_of(number: int) -> Residents:
    """A table of residents, in order or damaged."""
    chance = random.Random(f"residents {number}")
    truth = {code: chance.randrange(1200, 42_000) for code in DISTRICTS}
    delimiter = chance.choice([";", "\t", "|", ","])
    damage = RESIDENTS[number % len(RESIDENTS)]
    rows = [[code, _cell(damage, residents, delimiter)] for code, residents in truth.items()]
    if damage == "total below":
        rows.append(["I alt", str(sum(truth.values()))])
    if damage == "total under a code":
        rows[-1][1] = str(sum(list(truth.values())[:-1]))
    if damage == "shares":
        whole = sum(truth.values())
        rows = [[code, str(round(100 * residents / whole))] for code, residents in truth.items()]
    if damage == "twice":
        rows.append([rows[0][0], str(truth["01"] + 1)])
    text = "\n".join(delimiter.join(row) for row in [["code", "residents"], *rows])
    return Residents(text + "\n", truth, damage)


RESIDENTS = (
    "plain", "spaces", "apostrophes", "commas", "points", "thousands with a comma", "thousands with a point",
    "whole thousands", "with .0", "total below", "total under a code", "shares", "twice", "negative",
)  # fmt: skip


def _cell(damage: str, residents: int, delimiter: str) -> str:
    quoted = '"{}"' if delimiter == "," else "{}"
    written = {
        "spaces": _grouped(residents, " "),
        "apostrophes": _grouped(residents, "'"),
        "commas": quoted.format(_grouped(residents, ",")),
        "points": _grouped(residents, "."),
        "thousands with a comma": quoted.format(f"{residents / 1000:.1f}".replace(".", ",")),
        "thousands with a point": f"{residents / 1000:.1f}",
        "whole thousands": str(round(residents / 1000)),
        "with .0": f"{residents}.0",
        "negative": f"-{residents}",
    }
    return written.get(damage, str(residents))
