"""What writes a report in one form: a method for each kind of block, and none may be missing."""

from abc import ABC, abstractmethod
from typing import Any, Generic, TypeVar, assert_never

from output.document import (
    Banner,
    Block,
    Bullets,
    Decisions,
    Facts,
    Figure,
    Heading,
    JudgementCard,
    KeySentence,
    PageBreak,
    Paragraph,
    Quotation,
    SideBySide,
    SmallPrint,
    Table,
)

Json = dict[str, Any]
Made = TypeVar("Made")


class Writer(ABC, Generic[Made]):
    """Blocks come numbered (`output.numbering`); a writer counts nothing."""

    def write(self, block: Block) -> Made:  # noqa: C901, PLR0911, PLR0912 (one line per kind of block)
        match block:
            case KeySentence():
                return self.key_sentence(block)
            case Heading():
                return self.heading(block)
            case Paragraph():
                return self.paragraph(block)
            case Bullets():
                return self.bullets(block)
            case SmallPrint():
                return self.small_print(block)
            case Banner():
                return self.banner(block)
            case Figure():
                return self.figure(block)
            case Table():
                return self.table(block)
            case Facts():
                return self.facts(block)
            case JudgementCard():
                return self.judgement(block)
            case Quotation():
                return self.quotation(block)
            case Decisions():
                return self.decisions(block)
            case SideBySide():
                return self.side_by_side(block)
            case PageBreak():
                return self.page_break(block)
        assert_never(block)

    @abstractmethod
    def key_sentence(self, block: KeySentence) -> Made: ...

    @abstractmethod
    def heading(self, block: Heading) -> Made: ...

    @abstractmethod
    def paragraph(self, block: Paragraph) -> Made: ...

    @abstractmethod
    def bullets(self, block: Bullets) -> Made: ...

    @abstractmethod
    def small_print(self, block: SmallPrint) -> Made: ...

    @abstractmethod
    def banner(self, block: Banner) -> Made: ...

    @abstractmethod
    def figure(self, block: Figure) -> Made: ...

    @abstractmethod
    def table(self, block: Table) -> Made: ...

    @abstractmethod
    def facts(self, block: Facts) -> Made: ...

    @abstractmethod
    def judgement(self, block: JudgementCard) -> Made: ...

    @abstractmethod
    def quotation(self, block: Quotation) -> Made: ...

    @abstractmethod
    def decisions(self, block: Decisions) -> Made: ...

    @abstractmethod
    def side_by_side(self, block: SideBySide) -> Made: ...

    @abstractmethod
    def page_break(self, block: PageBreak) -> Made: ...
