"""What a backup says about itself: enough to prove that what comes out is what went in."""

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from core.formats import counted
from operations.backup.errors import BackupError

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Table:
    """How many rows, and a digest over all of them in any order."""

    rows: int
    sha256: str


@dataclass(slots=True)
class Manifest:
    made_at: str
    server_version: int
    migrations: list[str]
    tables: dict[str, Table]
    sequences: dict[str, int | None]
    left_empty: list[str]
    dump_sha256: str = ""
    files: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    @property
    def said(self) -> str:
        rows, tables = counted(self.rows, "row", "rows"), counted(len(self.tables), "table", "tables")
        return f"{rows} of {tables} and {counted(len(self.files), 'file', 'files')}"

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        facts: dict[str, Any] = json.loads(text)
        if facts.get("format") != FORMAT:
            raise BackupError(f"This backup has format {facts.get('format')}; this version reads {FORMAT}.")
        tables = {name: Table(**table) for name, table in facts.pop("tables").items()}
        return cls(tables=tables, **facts)
