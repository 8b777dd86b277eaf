"""The contrast of every text of a page, judged by axe; what it found well before, in the same colours, it is not asked
again.

Most of a page is written in colours that stood on a page before. `colours.js` says of each text in which; axe is asked
about those it has not found well yet in this run, and about each text of which that cannot be told. What was not well
is never known: it is found again wherever it stands (docs/adr/0068).
"""

from pathlib import Path

from playwright.sync_api import Page

SIGNS = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
# For all files of a run, whatever the theme, the width and the page: a sign says all that matters.
WELL: set[str] = set()
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


def wrong_colours(page: Page, signs: list[str]) -> list[str]:
    """What axe says against the texts that `signs` were read from; it is told what was well."""
    unknown = [sign for sign in signs if sign not in WELL]
    if not unknown:
        return []
    said: dict[str, list[str]] = page.evaluate(ASK, unknown)
    WELL.update(said["well"])
    return said["wrong"]
