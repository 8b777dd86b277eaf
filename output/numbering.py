"""Numbers of figures, tables and headings, counted once: page and PDF print the same, so both can be quoted alike."""

from collections.abc import Iterator, Sequence
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


def _headed(section: Section) -> list[Block]:
    """Headings of a section on one page have no numbers; others are counted wherever they stand."""
    return list(section.blocks) if section.one_page else list(_Headings(section.number).of(section.blocks))


class _Headings:
    """Those of one section, in reading order."""

    def __init__(self, section: str) -> None:
        self.section, self.count = section, 0

    def of(self, blocks: Sequence[Block]) -> Iterator[Block]:
        for block in blocks:
            if isinstance(block, SideBySide):
                yield replace(block, columns=[list(self.of(column)) for column in block.columns])
            elif isinstance(block, JudgementCard):
                yield replace(block, level=3 if self.count else 2)
            elif isinstance(block, Heading):
                yield self._heading(block)
            else:
                yield block

    def _heading(self, block: Heading) -> Heading:
        # PDF/UA knows no third level without a second one, and no reader of a page does either.
        level = block.level if self.count else 2
        self.count += level == 2
        number = f"{self.section}.{self.count}" if level == 2 and self.section else ""
        return replace(block, level=level, number=number)
