"""The file that Typst writes, as its numbered objects; and a file made of them again (ISO 32000-1, 7.5).

Objects stay as they were written: nothing of one is read but what somebody asks for. What is no stream is packed, a few
hundred together, which makes the file a third as long.
"""

import re
import zlib
from collections.abc import Mapping, Sequence

HEADER = re.compile(rb"%PDF-1\.7\n%[\x80-\xff]{4}\n")
START = re.compile(rb"startxref\n(\d+)\n%%EOF\s*\Z")
TABLE = re.compile(rb"xref\n0 (\d+)\n")
TRAILER = re.compile(rb"trailer\n<</Size \d+(.*)>>\n\Z", re.DOTALL)
OBJECT = re.compile(rb"(\d+) 0 obj\n(.*)\nendobj\n\s*\Z", re.DOTALL)
ENTRY = 20  # bytes of a line of the table
PACKED = 400  # objects in one stream


class UnexpectedFile(RuntimeError):
    """The typesetter wrote its file otherwise than this module knows."""


def taken_apart(pdf: bytes) -> tuple[dict[int, bytes], bytes]:
    """Every object by its number, and what the trailer tells besides how many there are."""
    start = START.search(pdf, max(0, len(pdf) - 64))
    table = TABLE.match(pdf, int(start[1])) if start else None
    if start is None or table is None or not HEADER.match(pdf):
        raise UnexpectedFile("The file does not end with one table of its objects.")
    begin, count = table.end(), int(table[1])
    lines = (pdf[at : at + ENTRY] for at in range(begin, begin + count * ENTRY, ENTRY))
    offsets = sorted((int(line[:10]), number) for number, line in enumerate(lines) if line[17:18] == b"n")
    ends = [offset for offset, _number in offsets[1:]] + [table.start()]
    objects = {}
    for (offset, number), end in zip(offsets, ends, strict=True):
        found = OBJECT.match(pdf[offset:end])
        if found is None or int(found[1]) != number:
            raise UnexpectedFile(f"Object {number} is not where the table has it.")
        objects[number] = found[2]
    told = TRAILER.match(pdf[begin + count * ENTRY : start.start()])
    if told is None:
        raise UnexpectedFile("The trailer is not as expected.")
    return objects, told[1]


def put_together(objects: Mapping[int, bytes], trailer: bytes) -> bytes:
    """The file of these objects. Equal objects give equal bytes."""
    parts = [b"%PDF-1.7\n%\x80\x80\x80\x80\n"]
    at = len(parts[0])
    # of each object what kind of place it has, where it is, and how many stand before it
    places: dict[int, tuple[int, int, int]] = {0: (0, 0, 0xFFFF)}
    following = max(objects) + 1
    streams = {number: body for number, body in objects.items() if body.endswith(b"endstream")}
    packed = [number for number in objects if number not in streams]
    for begin in range(0, len(packed), PACKED):
        numbers = packed[begin : begin + PACKED]
        for index, number in enumerate(numbers):
            places[number] = (2, following, index)
        streams[following] = _packed([(number, objects[number]) for number in numbers])
        following += 1
    for number, body in streams.items():
        places[number] = (1, at, 0)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
        at += len(parts[-1])
    places[following] = (1, at, 0)
    lines = b"".join(
        bytes([kind]) + where.to_bytes(4) + index.to_bytes(2)
        for kind, where, index in (places.get(number, (0, 0, 0)) for number in range(following + 1))
    )
    told = b"/Type/XRef/Size %d/W[1 4 2]%s" % (following + 1, trailer)
    parts.append(b"%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (following, _stream(told, lines), at))
    return b"".join(parts)


def _packed(objects: Sequence[tuple[int, bytes]]) -> bytes:
    """Objects in one stream: first where each begins, then one after the other."""
    begins, at = [], 0
    for number, body in objects:
        begins.append(b"%d %d" % (number, at))
        at += len(body) + 1
    head = b" ".join(begins) + b"\n"
    told = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head))
    return _stream(told, head + b"\n".join(body for _number, body in objects))


def _stream(told: bytes, content: bytes) -> bytes:
    data = zlib.compress(content)
    return b"<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (told, len(data), data)
