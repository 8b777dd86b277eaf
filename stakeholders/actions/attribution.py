"""Who may be chosen as having said something, and what is written down of it, by the rule of the session."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from analysis.disclosure import RULES, Attribution, kept_as, nameable
from stakeholders.models import Attendance, AttributedRow, Consultation, HeadCount, Organisation
from stakeholders.vocabulary import BLOCKS, Answer, Axis, Sector, StakeholderBlock

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
    sectors = sectors_there(consultation, there)
    rule = RULES[consultation.confidentiality]
    if rule.names_organisations:
        yield ORGANISATION, [(f"{ORGANISATION}:{each.pk}", each.name) for each in there]
    if rule.names_sectors:
        named = set(Sector.values if rule.names_every_sector else nameable(_by_sector(there))) & sectors
        yield SECTOR, [(f"{SECTOR}:{code}", str(label)) for code, label in Sector.choices if code in named]
    blocks = {StakeholderBlock.RESIDENTS, *(BLOCKS[code] for code in sectors)}
    yield BLOCK, [(f"{BLOCK}:{code}", str(label)) for code, label in StakeholderBlock.choices if code in blocks]


def sectors_there(consultation: Consultation, there: list[Organisation]) -> set[str]:
    """Kinds of body that may have said something: those that came, by name or by number; all of them where nobody has
    said yet who did. Residents come by themselves and stand in no list."""
    counted = HeadCount.objects.filter(consultation=consultation, axis=Axis.SECTOR, people__gt=0)
    found = {each.sector for each in there} | set(counted.values_list("code", flat=True))
    return found or set(Sector.values)


def was_there(speaker: Speaker, sectors: set[str]) -> bool:
    """Whether a sector or a block can have said something, where these sectors came."""
    if speaker.kind == SECTOR:
        return speaker.code in sectors
    return speaker.kind != BLOCK or speaker.code in {StakeholderBlock.RESIDENTS, *(BLOCKS[code] for code in sectors)}


def attribute(row: AttributedRow, speaker: Speaker, consultation: Consultation, there: list[Organisation]) -> None:
    """Write down who said it, as exactly as the rule lets it be kept and no more."""
    said = Attribution(None, "", speaker.code)
    if speaker.kind == ORGANISATION:
        named = next(each for each in there if str(each.pk) == speaker.code)
        said = Attribution(named.pk, named.sector, BLOCKS[named.sector])
    elif speaker.kind == SECTOR:
        said = Attribution(None, speaker.code, BLOCKS[speaker.code])
    kept = kept_as(consultation.confidentiality, said, _by_sector(there))
    row.organisation = next((each for each in there if each.pk == kept.organisation), None)
    row.sector, row.block = kept.sector, kept.block


def _by_sector(there: list[Organisation]) -> Counter[str]:
    return Counter(each.sector for each in there)
