"""What was recorded of consultations, read from the rows alone and never from what the analysis made of them."""

from collections import Counter

from reports.sections.context import SectionContext
from stakeholders.vocabulary import BLOCKS, StakeholderBlock
from tests.reports.hearings import (
    BODIES,
    Row,
)


def open_rows(context: SectionContext, kind: str) -> list[Row]:
    rows = context.frozen.consultations
    return [row for each in rows if each["confidentiality"] != "confidential" for row in each[kind]]


def all_rows(context: SectionContext, kind: str) -> list[Row]:
    return [row for each in context.frozen.consultations for row in each[kind]]


def heard(context: SectionContext) -> bool:
    return bool(context.frozen.consultations)


def secret(context: SectionContext) -> int:
    return sum(each["confidentiality"] == "confidential" for each in context.frozen.consultations)


def organisations_of(context: SectionContext) -> set[int]:
    named = {row["organisation"] for kind in ("needs", "outlook", "trust") for row in all_rows(context, kind)}
    return (named - {None}) | {each["id"] for row in context.frozen.consultations for each in row["organisations"]}


def sectors_of(context: SectionContext) -> set[str]:
    came = {sector for row in context.frozen.consultations for sector in row["sectors"]}
    return came | {row["sector"] for kind in ("needs", "outlook", "trust") for row in all_rows(context, kind)} - {""}


def enough(context: SectionContext) -> bool:
    """In these worlds who comes under the Chatham House rule is the same every time."""
    return len(sectors_of(context)) >= 3 and len(organisations_of(context)) >= 6


def ordered(context: SectionContext) -> bool:
    return enough(context) and bool(all_rows(context, "needs"))


def blocks_of(context: SectionContext, session_: Row) -> set[str]:
    said = {row["block"] for kind in ("needs", "outlook", "trust") for row in session_[kind]}
    heads = {str(BLOCKS[each["code"]]) for each in session_["head_counts"] if each["axis"] == "sector"}
    return said | heads | {str(BLOCKS[sector]) for sector in session_["sectors"]}


def sampled(context: SectionContext) -> bool:
    times = Counter(block for row in context.frozen.consultations for block in blocks_of(context, row))
    return bool(times) and min(times.values()) >= 3


def bodies_of(context: SectionContext, authorities: bool) -> int:
    numbers = dict(zip(range(101, 101 + len(BODIES)), BODIES.values(), strict=True))
    blocks = [BLOCKS[numbers[number]] for number in organisations_of(context)]
    return sum((block == StakeholderBlock.PUBLIC_BODIES) is authorities for block in blocks)


def has_small_block(context: SectionContext) -> bool:
    """A block that was heard, of which fewer than three organisations are known."""
    numbers = dict(zip(range(101, 101 + len(BODIES)), BODIES.values(), strict=True))
    known = Counter(str(BLOCKS[numbers[number]]) for number in organisations_of(context))
    present = {block for row in context.frozen.consultations for block in blocks_of(context, row)}
    return any(known[block] < 3 for block in present)


def two_sides(context: SectionContext) -> bool:
    return ordered(context) and min(bodies_of(context, True), bodies_of(context, False)) >= 3


def only_of(context: SectionContext, authorities: bool) -> bool:
    sides: dict[str, set[bool]] = {}
    for row in all_rows(context, "needs"):
        sides.setdefault(row["category"], set()).add(row["block"] == "public_bodies")
    return two_sides(context) and not secret(context) and {authorities} in sides.values()


def raters(context: SectionContext, kind: str, *, direction: bool = False) -> dict[tuple[str, str], set[str]]:
    """Who rated, by what they rated and their block; on the record a session without a name is one more."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in context.frozen.consultations:
        for said in row[kind]:
            who = str(said["organisation"] or f"{row['id']} {said['sector']}")
            if not direction or said["direction"]:
                found.setdefault((said.get("body", said.get("district", "")), said["block"]), set()).add(who)
    return found


def rated(context: SectionContext, kind: str) -> bool:
    return any(len(who) >= 3 for who in raters(context, kind).values())


def few_rated(context: SectionContext, kind: str) -> bool:
    return any(len(who) < 3 for who in raters(context, kind).values())


def city_wide(context: SectionContext) -> int:
    """Ratings of the city that are told: in these worlds an organisation rates once."""
    told = {block for (of, block), who in raters(context, "outlook").items() if not of and len(who) >= 3}
    return sum(row["block"] in told and not row["district"] for row in all_rows(context, "outlook"))


def apart(context: SectionContext, kind: str, place: str | None = None) -> bool:
    level = {"outlook": "concern", "trust": "level"}[kind]
    given: dict[str, list[int]] = {}
    for row in all_rows(context, kind):
        if place is None or bool(row["district"]) is bool(place):
            given.setdefault(row["block"], []).append(row[level])
    middles = [sorted(values)[len(values) // 2] for values in given.values() if len(values) >= 3]
    return bool(middles) and max(middles) - min(middles) >= 2


def statements_of(context: SectionContext, kind: str) -> Counter[str]:
    found = {(row.get("category") or row.get("kind") or "", row.get("statement") or row.get("text"), row["sector"])
             for row in open_rows(context, kind)}  # fmt: skip
    return Counter(name for name, _statement, _sector in found)


def silent_kind(context: SectionContext) -> bool:
    """A need was raised in confidence alone."""
    return bool(
        {row["category"] for row in all_rows(context, "needs")}
        - {row["category"] for row in open_rows(context, "needs")}
    )


def rest_of(context: SectionContext) -> list[int]:
    """How many stand in the annex alone, where one of each kind stands in its line."""
    kinds = ("needs", "findings", "quotes")
    return [count - 1 for kind in kinds for count in statements_of(context, kind).values() if count > 1]


def heads_of_groups(context: SectionContext) -> dict[str, list[Row]]:
    rows = [row for row in all_rows(context, "head_counts") if row["axis"] == "group"]
    return {each["code"]: [row for row in rows if row["code"] == each["code"]] for each in context.frozen.groups}


def silent_groups(context: SectionContext) -> bool:
    return any(not rows for rows in heads_of_groups(context).values())


def thin(context: SectionContext) -> bool:
    return any(
        len(rows) == 1 or (rows and all(row["represented"] for row in rows))
        for rows in heads_of_groups(context).values()
    )


def missing_block(context: SectionContext) -> bool:
    return len({block for row in context.frozen.consultations for block in blocks_of(context, row)}) < 3


def away(context: SectionContext) -> bool:
    """A district that no session was about, no need or finding names, and of which fewer than three rated concern."""
    told = {code for row in context.frozen.consultations for code in row["districts"]}
    told |= {code for name in ("needs", "findings") for row in all_rows(context, name) for code in row["districts"]}
    rated: dict[tuple[str, str], set[int | None]] = {}
    for row in all_rows(context, "outlook"):
        rated.setdefault((row["district"], row["block"]), set()).add(row["organisation"])
    told |= {district for (district, _block), who in rated.items() if len(who - {None}) >= 3}
    return any(area.code not in told for area in context.frozen.areas)


def gap(context: SectionContext) -> bool:
    return silent_groups(context) or missing_block(context) or away(context)


def invitations(context: SectionContext) -> int:
    return sum(row["invited"] or 0 for row in context.frozen.consultations)


def people_of(context: SectionContext) -> tuple[int, bool]:
    counts = [row["people"] for row in context.frozen.consultations]
    return sum(count or 0 for count in counts), None in counts


def unnamed(context: SectionContext) -> int:
    return sum(
        any(not row["organisation"] for kind in ("needs", "outlook", "trust") for row in each[kind])
        or (each["confidentiality"] == "chatham_house" and bool(each["sectors"]))
        for each in context.frozen.consultations
        if each["confidentiality"] != "confidential"
    )


def shared_need(context: SectionContext) -> bool:
    """Two blocks raised it, and three organisations in all."""
    by_kind: dict[str, list[Row]] = {}
    for row in all_rows(context, "needs"):
        by_kind.setdefault(row["category"], []).append(row)
    return enough(context) and any(
        len({row["block"] for row in rows}) > 1 and len({row["organisation"] for row in rows} - {None}) >= 3
        for rows in by_kind.values()
    )
