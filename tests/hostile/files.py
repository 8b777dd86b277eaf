"""Files made to hurt whoever opens them. Every place that takes a file is tried with all of them."""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

BOMB_BYTES = 200 * 1024 * 1024
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@dataclass(frozen=True, slots=True)
class Hostile:
    name: str
    make: Callable[[], bytes]


def _archive(*members: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return packed.getvalue()


def _huge_picture() -> bytes:
    """A PNG of 50,000 × 50,000 pixels in some bytes."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 50_000, 50_000, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


def _wide_table() -> bytes:
    return b"id,date,place,what," + b",".join(b"c%d" % n for n in range(200_000)) + b"\n"


def _many_columns() -> bytes:
    """As many as a line may hold, all different but two."""
    return b"id,date,place,what," + b",".join(b"%x" % n for n in range(17_000)) + b",id\n1\n"


def _times_with_zones() -> bytes:
    """Brackets that open and never close behind what could be times."""
    return b"id,date,place,what\n" + b"1,%s,x,x\n" % (b"T1:11Z [" * 12_000)


def _deep_json() -> bytes:
    return b"[" * 200_000 + b"]" * 200_000


def _ring_of_many_points() -> bytes:
    points = [[9.0 + n * 1e-7, 57.0] for n in range(300_000)]
    feature = {
        "type": "Feature",
        "properties": {"code": "1", "name": "x"},
        "geometry": {"type": "Polygon", "coordinates": [points]},
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()


FILES = [
    Hostile("spreadsheet-bomb.xlsx", lambda: _archive(("xl/worksheets/sheet1.xml", bytes(BOMB_BYTES)))),
    Hostile("path-traversal.zip", lambda: _archive(("../../../../etc/cron.d/x", b"x"))),
    Hostile(
        "billion-laughs.xml",
        f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "ha">{LAUGHS}]><l>&l9;</l>'.encode,
    ),
    Hostile("other-file.kml", lambda: b'<!DOCTYPE k [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml>&x;</kml>'),
    Hostile("program.csv", lambda: b"\x7fELF\x02\x01\x01" + bytes(4096)),
    Hostile("picture.csv", _huge_picture),
    Hostile("wide.csv", _wide_table),
    Hostile("columns.csv", _many_columns),
    Hostile("zones.csv", _times_with_zones),
    Hostile("open-quote.csv", lambda: b'id,date,place,what\n1,2021-03-04,1,"' + b"x" * 5_000_000),
    Hostile("no-line-end.csv", lambda: b"x" * 5_000_000),
    Hostile("deep.json", _deep_json),
    Hostile("long-number.json", lambda: b'{"type": "FeatureCollection", "features": ' + b"9" * 100_000 + b"}"),
    Hostile("many-points.geojson", _ring_of_many_points),
    Hostile("not-a-number.geojson", lambda: b'{"type": "FeatureCollection", "features": [NaN, Infinity]}'),
    Hostile("undecodable.csv", lambda: b"id,date,place,what\n\xff\xfe\xfd\x00" * 100),
]
