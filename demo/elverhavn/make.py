"""Make the files of Elverhavn, a city that does not exist: python -m demo.elverhavn.make OUTPUT_FOLDER."""

import argparse
import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

import shapely

from demo.elverhavn.events import COLUMNS, Row, rows_by_source
from demo.elverhavn.mappings import mapping_of
from demo.elverhavn.shapes import DECIMALS, district_shapes
from demo.elverhavn.streets import DISTRICTS
from demo.elverhavn.years import NETWORK_SINCE, RESIDENTS

NETWORK = "partner-network"
FIRST_SHEET = f"{NETWORK}-{NETWORK_SINCE}"


def make(folder: Path) -> list[Path]:
    """Write all files into a folder; the same bytes every time."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [_boundaries(folder / "districts.geojson"), _population(folder / "population.csv")]
    for source, rows in rows_by_source().items():
        by_day = [row for row in rows if not _by_month(source, row)]
        written.append(_table(folder / f"observations-{source}.csv", COLUMNS, map(astuple, by_day)))
        written.append(_json(folder / f"mapping-{source}.json", mapping_of(source), indent=2))
        if source == NETWORK:
            written += _first_sheet(folder, [row for row in rows if _by_month(source, row)])
    return written


def _by_month(source: str, row: Row) -> bool:
    return source == NETWORK and row.start.startswith(str(NETWORK_SINCE)) and not row.end


def _first_sheet(folder: Path, rows: list[Row]) -> list[Path]:
    """The first year of the network, of which only months are known."""
    header = ("key", "month", *COLUMNS[3:])
    months = ((row.key, row.start[:7], *astuple(row)[3:]) for row in rows)
    return [
        _table(folder / f"observations-{FIRST_SHEET}.csv", header, months),
        _json(folder / f"mapping-{FIRST_SHEET}.json", mapping_of(NETWORK, by_month=True), indent=2),
    ]


def _boundaries(path: Path) -> Path:
    shapes = district_shapes()
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": name},
            "geometry": _rounded(shapely.geometry.mapping(shapes[code])),
        }
        for code, name, _inside, _west in DISTRICTS
    ]
    return _json(path, {"type": "FeatureCollection", "features": features})


def _rounded(value: Any) -> Any:
    """Coordinates with as many decimals as were drawn."""
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    return round(value, DECIMALS) if isinstance(value, float) else value


def _population(path: Path) -> Path:
    rows = ((code, name, RESIDENTS[code]) for code, name, _inside, _west in DISTRICTS)
    return _table(path, ("code", "name", "residents"), rows)


def _table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return path


def _json(path: Path, value: object, indent: int | None = None) -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=indent) + "\n", encoding="utf-8", newline="\n")
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the files of Elverhavn, a fictional city.")
    parser.add_argument("folder", type=Path, metavar="OUTPUT_FOLDER")
    for path in make(parser.parse_args().folder):
        print(path)


if __name__ == "__main__":
    main()
