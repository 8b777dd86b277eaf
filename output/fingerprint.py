"""The engine fingerprint: under one fingerprint the same contents give the same bytes."""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

from output.fonts import font_files

CODE = Path(__file__).resolve().parent
ENGINES = ("typst", "pikepdf", "shapely", "pyproj", "numpy")


@cache
def engine_fingerprint() -> str:
    """SHA-256 over the code of this package, the engines' versions and the font files, as 64 hexadecimal digits."""
    digest = hashlib.sha256()
    for name, content in _ingredients():
        # Names and lengths go in too, so that no two sets of files can run together to the same bytes.
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _ingredients() -> Iterator[tuple[str, bytes]]:
    for file in sorted(CODE.rglob("*")):
        if file.suffix in {".py", ".typ"}:
            yield file.relative_to(CODE).as_posix(), file.read_bytes()
    for engine in ENGINES:
        yield engine, version(engine).encode()
    for file in font_files():
        yield file.name, file.read_bytes()
