"""Consultations as the analysis takes them: who was heard, and what they said. Plain values, no database.

A *unit* is whatever may be told apart: an organisation on the record; whoever is not named by sector and block, over
all sessions (`analysis.disclosure.weighed_as`).
"""

from dataclasses import dataclass

# A unit without a sector of its own: it counts as one more sector of its block.
UNNAMED = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """Who spoke. `is_named` for an organisation on the record; else it may be several, or the same one again."""

    key: str
    sector: str
    block: str
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class Raised:
    """A need one unit raised, with its priority from 1 to 5, and the districts it named.

    `rater` is who may be counted as one more who raised it (`disclosure.rater`), the unit where nothing else is said.
    """

    unit: Unit
    category: str
    priority: int
    districts: tuple[str, ...] = ()
    rater: str = ""

    @property
    def by(self) -> str:
        return self.rater or self.unit.key


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating from 1 to 5 by one unit: of concern (in a district or city-wide, "") or of trust in a body.

    `rater` is who may be counted as one more who rated (`disclosure.rater`), the unit where nothing else is said.
    `direction` is what they expect of the next year, "" where they did not say.
    """

    unit: Unit
    of: str
    level: int
    rater: str = ""
    direction: str = ""

    @property
    def by(self) -> str:
        return self.rater or self.unit.key


@dataclass(frozen=True, slots=True)
class GroupHeard:
    """People of a population group in one session; `represented` where somebody spoke for them."""

    group: str
    people: int
    represented: bool


@dataclass(frozen=True, slots=True)
class Session:
    """One approved consultation, as far as its rule lets it be known.

    `came_of` is how many organisations of each sector came, where they are not among the units heard.
    """

    key: str
    districts: tuple[str, ...]
    heard: tuple[Unit, ...]
    needs: tuple[Raised, ...] = ()
    concern: tuple[Rated, ...] = ()
    trust: tuple[Rated, ...] = ()
    groups: tuple[GroupHeard, ...] = ()
    people: int | None = None
    invited: int | None = None
    came: int | None = None
    came_of: tuple[tuple[str, int], ...] = ()
    barriers: tuple[str, ...] = ()
    stale: bool = False
    in_confidence: bool = False

    @property
    def units(self) -> set[Unit]:
        """Who was there, and whoever is named as having said something."""
        raised = {row.unit for row in self.needs}
        rated = {row.unit for row in (*self.concern, *self.trust)}
        return {*self.heard, *raised, *rated}
