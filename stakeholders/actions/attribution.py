"""Who may be said to have said something, under the rule of a session (domain.md, confidentiality)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from stakeholders.models import Attendance, AttributedRow, Consultation, Organisation
from stakeholders.vocabulary import BLOCKS, FEWEST_NAMED, Answer, Confidentiality, Sector, StakeholderBlock

ORGANISATION, SECTOR, BLOCK = "organisation", "sector", "block"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said something: the kind of body (organisation, sector or block) and its number or code."""

    kind: str
    code: str

    @classmethod
    def read(cls, text: str) -> Self:
        kind, _colon, code = text.partition(":")
        return cls(kind, code)

    @classmethod
    def of(cls, row: AttributedRow) -> Self:
        if row.organisation_id:
            return cls(ORGANISATION, str(row.organisation_id))
        return cls(SECTOR, row.sector) if row.sector else cls(BLOCK, row.block)

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"


def came(consultation: Consultation) -> list[Organisation]:
    """The organisations that took part, by name."""
    there = Attendance.objects.filter(consultation=consultation, answer=Answer.TOOK_PART)
    return [row.organisation for row in there.select_related("organisation")]


def speakers(consultation: Consultation) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """What may be chosen, by kind: (kind, [(value, label)]); nothing that the rule would take back."""
    there = came(consultation)
    if consultation.confidentiality == Confidentiality.ON_RECORD:
        yield ORGANISATION, [(f"{ORGANISATION}:{each.pk}", each.name) for each in there]
        yield SECTOR, [(f"{SECTOR}:{code}", str(label)) for code, label in Sector.choices]
    elif consultation.confidentiality == Confidentiality.CHATHAM_HOUSE:
        yield SECTOR, [(f"{SECTOR}:{code}", str(Sector(code).label)) for code in _nameable(there)]
    yield BLOCK, [(f"{BLOCK}:{code}", str(label)) for code, label in StakeholderBlock.choices]


def attribute(row: AttributedRow, speaker: Speaker, consultation: Consultation, there: list[Organisation]) -> None:
    """Write down who said it, as exactly as the rule lets it be kept and no more."""
    organisation, sector, block = None, "", speaker.code
    if speaker.kind == ORGANISATION:
        organisation = next(each for each in there if str(each.pk) == speaker.code)
        sector, block = organisation.sector, BLOCKS[organisation.sector]
    elif speaker.kind == SECTOR:
        sector, block = speaker.code, BLOCKS[speaker.code]
    if consultation.confidentiality != Confidentiality.ON_RECORD:
        organisation = None
        if sector not in _nameable(there) or consultation.confidentiality == Confidentiality.CONFIDENTIAL:
            sector = ""
    row.organisation, row.sector, row.block = organisation, sector, block


def _nameable(there: list[Organisation]) -> list[str]:
    """Sectors of which enough organisations took part for none of them to be meant alone."""
    counts = Counter(each.sector for each in there)
    return [code for code in Sector.values if counts[code] >= FEWEST_NAMED]
