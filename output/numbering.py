"""Numbers of figures, tables and headings, counted once: page and PDF print the same, so both can be quoted alike."""

from collections.abc import Iterator
from dataclasses import replace

from output.document import Block, Figure, Heading, JudgementCard, Report, Section, SideBySide, Table


def numbered(report: Report) -> Report:
    """The same report with a number in every figure and table that has none of its own, and in every heading."""
    counts: dict[type[Block], int] = {Figure: 0, Table: 0}
    sections = [replace(each, blocks=[_counted(b, counts) for b in _headed(each)]) for each in report.sections]
    return replace(report, sections=sections)


def _counted(block: Block, counts: dict[type[Block], int]) -> Block:
    if isinstance(block, SideBySide):
        return replace(block, columns=[[_counted(each, counts) for each in column] for column in block.columns])
    if not isinstance(block, Figure | Table) or block.number is not None:
        return block
    counts[type(block)] += 1
    return replace(block, number=str(counts[type(block)]))


def _headed(section: Section) -> Iterator[Block]:
    """Headings of a section on one page, and those beside each other, have no numbers."""
    if section.one_page:
        yield from section.blocks
        return
    headings = 0
    for block in section.blocks:
        if isinstance(block, JudgementCard):
            yield replace(block, level=3 if headings else 2)
            continue
        if not isinstance(block, Heading):
            yield block
            continue
        # PDF/UA knows no third level without a second one, and no reader of a page does either.
        level = block.level if headings else 2
        headings += level == 2
        yield replace(
            block, level=level, number=f"{section.number}.{headings}" if level == 2 and section.number else ""
        )
