"""One measured figure."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` in `unit`; `ratio` against `reference`; `target` as "≥ 10" or "≤ 5", empty for none."""

    name: str
    value: float
    unit: str
    reference: str
    ratio: float
    target: str = ""
    details: dict[str, str] = field(default_factory=dict)

    @property
    def met(self) -> bool | None:
        if not self.target:
            return None
        sign, bound = self.target.split()
        return self.ratio >= float(bound) if sign == "≥" else self.ratio <= float(bound)

    def as_json(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "unit": self.unit,
            "reference": self.reference,
            "ratio": self.ratio,
            "target": self.target,
            "details": self.details,
        }


class LeftOut(Exception):
    """A figure that cannot be measured here; the message says what is missing."""
