"""What may be said of a change, and of its absence."""

from enum import StrEnum

# Within these an interval of a ratio may be called "about the same", and "neither doubled nor halved".
ABOUT = 1.5
DOUBLED = 2.0


class Word(StrEnum):
    """What may be said of a change. What rests on the years that lie behind it is printed with their number."""

    NEW = "new in the records"
    NO_LONGER = "no longer recorded"
    RISING = "rising over the years"
    FALLING = "falling over the years"
    ABOVE = "above what earlier years lead one to expect"
    BELOW = "below what earlier years lead one to expect"
    HIGHER = "higher than before"
    LOWER = "lower than before"
    ROSE = "rose against the city"
    FELL = "fell against the city"
    ABOUT_THE_SAME = "about the same"
    NEITHER = "neither doubled nor halved"
    CANNOT_TELL = "cannot tell"
    TOO_FEW = "too few to tell"
    RECORDING_CHANGED = "recording changed"
    NOT_OVER = "not over"

    @property
    def direction(self) -> int:
        """1 for more, −1 for less, 0 where the word claims no change; only a finding may have an arrow."""
        return (self in _MORE) - (self in _LESS)

    @property
    def is_finding(self) -> bool:
        """Whether the word claims a change."""
        return self.direction != 0

    @property
    def is_unlike(self) -> bool:
        """Whether the word says that the counts cannot be set against each other."""
        return self in {Word.RECORDING_CHANGED, Word.NOT_OVER}


_MORE = frozenset({Word.NEW, Word.RISING, Word.ABOVE, Word.HIGHER, Word.ROSE})
_LESS = frozenset({Word.NO_LONGER, Word.FALLING, Word.BELOW, Word.LOWER, Word.FELL})


def claim(low: float, high: float) -> Word:
    """What may be said where no change was found, from the interval of the ratio at the level of the family."""
    if low >= 1 / ABOUT and high <= ABOUT:
        return Word.ABOUT_THE_SAME
    if low >= 1 / DOUBLED and high <= DOUBLED:
        return Word.NEITHER
    return Word.CANNOT_TELL
