"""The contrast of every text of a page, judged by axe; what it found well before, in the same colours, it is not asked
again.

Most of a page is written in colours that stood on a page before. `colours.js` says of each text in which; axe is asked
about those it has not found well yet in this run, and about each text of which that cannot be told. What was not well
is never known: it is found again wherever it stands (docs/adr/0068).
"""

import fcntl
import json
import os
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Page

SIGNS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
# axe cannot say, for a reason that the sign holds: an image or a drawing behind, or a ground that ends before the text.
ASK = """
async (unknown) => {
  const texts = window.texts.filter(({ sign }) => !sign || unknown.includes(sign));
  const asked = new Map(texts.map((text) => [text.element, text]));
  const found = await axe.run({ include: [...asked.keys()] }, {
    runOnly: ["color-contrast"], resultTypes: ["violations", "passes", "incomplete"], elementRef: true, preload: false,
  });
  const of = (results, isIt) => results.flatMap(({ nodes }) => nodes).filter(isIt)
    .map(({ element }) => asked.get(element)?.sign ?? "");
  const why = ({ any: [{ data }] }) => data?.messageKey ?? "";
  const isSure = (node) => ["bgImage", "bgGradient", "elmPartiallyObscured"].includes(why(node)) ||
    (node.element.ownerSVGElement && ["imgNode", "bgOverlap"].includes(why(node)));
  const ill = new Set(of(found.violations, () => true));
  const well = [...of(found.passes, (node) => why(node) !== "hidden"), ...of(found.incomplete, isSure)];
  return { wrong: window.wrongs(found), well: [...new Set(well)].filter((sign) => sign && !ill.has(sign)) };
}
"""


class Well:
    """The signs that were found well, whatever the theme, the width and the page: a sign says all that matters. All
    processes of a run tell each other in a file, a line of JSON each.
    """

    def __init__(self) -> None:
        self._known: set[str] = set()
        self.be_told_in(Path(os.devnull))

    def be_told_in(self, file: Path) -> None:
        self._file, self._read = file, 0

    def unknown(self, signs: Iterable[str]) -> list[str]:
        """Those of which nobody in this run has said yet that they are well."""
        missing = [sign for sign in signs if sign not in self._known]
        if any(missing):
            self._read_on()
        return [sign for sign in missing if sign not in self._known]

    def learn(self, signs: Iterable[str]) -> None:
        self._known.update(signs)
        with self._file.open("a", encoding="utf-8") as told:
            fcntl.flock(told, fcntl.LOCK_EX)
            told.writelines(f"{json.dumps(sign)}\n" for sign in signs)

    def _read_on(self) -> None:
        with self._file.open("a+b") as told:
            fcntl.flock(told, fcntl.LOCK_SH)
            told.seek(self._read)
            self._known.update(map(json.loads, told))
            self._read = told.tell()


WELL = Well()


def wrong_colours(page: Page, signs: list[str]) -> list[str]:
    """What axe says against the texts that `signs` were read from; it is told what was well."""
    unknown = WELL.unknown(signs)
    if not unknown:
        return []
    said: dict[str, list[str]] = page.evaluate(ASK, unknown)
    WELL.learn(said["well"])
    return said["wrong"]
