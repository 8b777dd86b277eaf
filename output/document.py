"""What a report contains, as plain data: strings already translated, figures already drawn, numbers already formatted.

Nothing here is markup. A dollar sign, an `#eval(…)` or an angle bracket in any string is printed as it stands.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from output.leads import parts

Marking = Literal["clear", "green", "amber", "amber_strict", "red"]
Align = Literal["start", "end", "center"]
# How a stretch of text is set: an unknown as a word in a dashed line, a date to decide by, what stands back.
Look = Literal["", "unknown", "due", "back"]
RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


@dataclass(frozen=True, kw_only=True)
class Labels:
    """The fixed words of the page, in the language of the report."""

    contents: str = "Contents"
    figure: str = "Figure"
    table: str = "Table"
    key_sentence: str = "In one sentence."
    likelihood: str = "Likelihood"
    confidence: str = "Confidence"
    evidence: str = "Evidence"
    status: str = "Status"
    empty_table: str = "There are no rows to show."


@dataclass(frozen=True)
class Run:
    """A stretch of text; `strong` sets it in semibold. `to` is where it leads on the page (`output.leads`)."""

    text: str
    strong: bool = False
    look: Look = ""
    to: str = ""


Text = str | Sequence[Run]


def runs_of(text: Text) -> list[Run]:
    """The stretches of a text that hold anything, each with where it leads."""
    given = [Run(text)] if isinstance(text, str) else text
    return [Run(part, run.strong, run.look, to) for run in given for part, to in parts(run.text) if part]


@dataclass(frozen=True)
class KeySentence:
    """The soft box under a section title that says everything in one sentence; it is labelled so, or speaks for
    itself."""

    text: Text
    is_labelled: bool = True


@dataclass(frozen=True)
class Heading:
    """A heading inside a section: level 2 is numbered 5.1 (by `output.numbering`), level 3 is not numbered."""

    text: str
    level: Literal[2, 3] = 2
    number: str = ""


@dataclass(frozen=True)
class Paragraph:
    text: Text


@dataclass(frozen=True)
class Bullets:
    items: Sequence[Text]


@dataclass(frozen=True)
class SmallPrint:
    """Method, source, what is counted: small and muted."""

    text: Text


@dataclass(frozen=True)
class Banner:
    """A sentence nobody may overlook."""

    text: Text


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A drawn figure. `alt` says what it shows to somebody who does not see it, and may not be empty.

    `number` is printed as given ("A2"); None counts on. `width` is a share of the text width.
    `title` says the finding, above the figure; `caption` says what is counted, below.
    """

    svg: str
    alt: str
    caption: Text = ""
    title: str = ""
    number: str | None = None
    width: float = 1.0

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("A figure needs alternative text that says what it shows.")
        if not 0 < self.width <= 1:
            raise ValueError("A figure is at most as wide as the text.")


@dataclass(frozen=True)
class Column:
    """One column: `weight` shares out the width (None: what the contents need); `emphasis` sets it in semibold. `key`
    names it to whoever reads the page again (`Table.key`)."""

    label: str
    align: Align = "start"
    weight: float | None = None
    emphasis: bool = False
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of cells already formatted. The header row repeats on every page; `strong_rows` counts from 0.

    `key` names a table on the page to whoever draws something else of what it prints; nobody sees it.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    title: Text = ""
    note: Text = ""
    number: str | None = None
    strong_rows: Sequence[int] = ()
    key: str = ""

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("A table needs at least one column.")
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"A row has {len(row)} cells, the table {len(self.columns)} columns.")


@dataclass(frozen=True)
class Facts:
    """Keys with their values, one per line."""

    items: Sequence[tuple[str, Text]]


@dataclass(frozen=True, kw_only=True)
class JudgementCard:
    """One judgement: its sentence, how likely, how sure and why, what it rests on, who decided.

    The sentence is a heading, so that one may go from judgement to judgement; `output.numbering` sets its level.
    """

    statement: Text
    likelihood: str = ""
    confidence: str = ""
    reasons: Sequence[str] = ()
    evidence: Sequence[str] = ()
    status: str = ""
    number: str = ""
    level: Literal[2, 3] = 3


@dataclass(frozen=True)
class Quotation:
    """What somebody said, and who may be named for it."""

    text: str
    by: str


@dataclass(frozen=True, kw_only=True)
class Decisions:
    """What is to be decided: the heaviest table of a page. Each row begins with its place and the need, and has a cell
    for every other column; no cell is empty, for what is not known is said."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Text]]
    note: Text = ""

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns) or not all(map(runs_of, row)):
                raise ValueError("Every cell of a decision says something.")


@dataclass(frozen=True, kw_only=True)
class SideBySide:
    """Columns of blocks beside each other, read one after the other; `weights` share out the width."""

    columns: Sequence[Sequence["Block"]]
    weights: Sequence[float] = ()

    def __post_init__(self) -> None:
        if len(self.columns) < 2 or (self.weights and len(self.weights) != len(self.columns)):
            raise ValueError("Side by side are two columns or more, each with a weight or none.")


@dataclass(frozen=True)
class PageBreak:
    pass


Block = (
    KeySentence
    | Heading
    | Paragraph
    | Bullets
    | SmallPrint
    | Banner
    | Figure
    | Table
    | Facts
    | JudgementCard
    | Quotation
    | Decisions
    | SideBySide
    | PageBreak
)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A numbered section; `number` is printed as given ("5", "A"), empty for none.

    One that is `one_page` has a page of its own, is set a little smaller where it needs to be, and its headings have no
    numbers.
    """

    title: str
    blocks: Sequence[Block]
    number: str = ""
    new_page: bool = False
    one_page: bool = False


@dataclass(frozen=True, kw_only=True)
class Cover:
    """The first page. `outline` is a line drawing of the city (SVG), never shaded: a cover travels."""

    city: str
    title: str = "Local diagnosis"
    subtitle: str = "for prevention"
    lines: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()
    banner: Text = ""
    outline: str = ""
    outline_alt: str = ""

    def __post_init__(self) -> None:
        if self.outline and not self.outline_alt.strip():
            raise ValueError("The map on the cover needs alternative text.")


@dataclass(frozen=True, kw_only=True)
class Report:
    """Everything a PDF is made of. Two equal reports give the same bytes.

    `issued` becomes the date of the file; a date without time zone is taken as UTC.
    `language` is a BCP 47 tag ("en", "pt-BR", "ar"); it also decides the reading direction.
    `running_title` heads every page, `footer` (the short fingerprint) ends it.
    """

    title: str
    language: str
    author: str
    issued: dt.date | dt.datetime
    cover: Cover
    sections: Sequence[Section]
    running_title: str
    footer: str = ""
    marking: Marking | None = None
    description: str = ""
    keywords: Sequence[str] = ()
    labels: Labels = field(default_factory=Labels)
    with_contents: bool = True

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("A report needs a title: screen readers announce it instead of the file name.")
        if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", self.language):
            raise ValueError(f"{self.language!r} is not a BCP 47 language tag.")

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        return "rtl" if self.language.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"
