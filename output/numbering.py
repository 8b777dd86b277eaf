"""Numbers of figures, tables and headings: the same in the PDF and on the page, so that both can be quoted alike."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from output.document import Block, Section

Json = dict[str, Any]


def numbered(sections: Sequence[Section], shown: Callable[[Block], Json]) -> Iterator[tuple[Section, list[Json]]]:
    """Every section with its blocks as `shown` gives them, each with its number where it has none of its own."""
    counts = {"figure": 0, "table": 0}
    for section in sections:
        blocks, headings, deepest = [], 0, 1
        for block in section.blocks:
            made = shown(block)
            kind = made["kind"]
            if kind in counts and made["number"] is None:
                counts[kind] += 1
                made["number"] = str(counts[kind])
            if kind == "heading":
                # PDF/UA knows no third level without a second one, and no reader of a page does either.
                made["level"] = deepest = min(made["level"], deepest + 1)
                if deepest == 2 and section.number:
                    headings += 1
                    made["number"] = f"{section.number}.{headings}"
            blocks.append(made)
        yield section, blocks
