"""What looks wrong with a file whose every row is in order: told, or refused until it is said to be so."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from mapping.imports.problems import refusal

# What a person may say of a file, each a value of --accept.
AXES = "axes"
SWAPPED_DATES = "swapped-dates"
ROUNDED_KEYS = "rounded-keys"
KEYS_LIKE_DATES = "keys-like-dates"
KEYS_WITH_DECIMALS = "keys-with-decimals"
CHANGED_KEYS = "changed-keys"
REUSED_KEYS = "reused-keys"
SAME_HOUR = "same-hour"
OUTSIDE_POINTS = "outside-points"
TOTALS = "totals"
SHARES = "shares"
OF_BOUNDARIES = (AXES,)
OF_OBSERVATIONS = (
    SWAPPED_DATES,
    ROUNDED_KEYS,
    KEYS_LIKE_DATES,
    KEYS_WITH_DECIMALS,
    CHANGED_KEYS,
    REUSED_KEYS,
    SAME_HOUR,
    OUTSIDE_POINTS,
)
OF_RESIDENTS = (TOTALS, SHARES)


class Doubts:
    """Gathers what is told (`told`), what is only said (`notes`) and what is refused."""

    def __init__(self, accepted: Collection[str] = ()) -> None:
        self.told: list[str] = []
        self.notes: list[str] = []
        self._accepted = frozenset(accepted)
        self._refused: list[str] = []

    def note(self, text: str) -> None:
        self.notes.append(text)

    def tell(self, text: str) -> None:
        """A warning: the import goes on."""
        if text not in self.told:
            self.told.append(text)

    def ask(self, what: str, text: str) -> None:
        """Refused, unless somebody said `--accept what`: then it is a warning."""
        if what in self._accepted:
            self.tell(text)
        else:
            self.must_not(
                _("%(problem)s If it is right as it is, go on with --accept %(what)s.")
                % {"problem": text, "what": what}
            )

    def must_not(self, text: str) -> None:
        self._refused.append(text)

    def refuse(self) -> None:
        """Raise what was refused, if anything was."""
        if self._refused:
            raise refusal(self._refused)


def among(codes: Collection[str], most: int = 10) -> str:
    """Codes for a sentence, the first of them and how many more."""
    shown = ", ".join(list(codes)[:most])
    return (
        _("%(codes)s and %(more)d more") % {"codes": shown, "more": len(codes) - most} if len(codes) > most else shown
    )
