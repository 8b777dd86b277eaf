"""The paper of a report, in points: one statement of it for what is measured and for what Typst sets."""

import json

WIDTH, HEIGHT = 595.28, 841.89
MARGIN_X, MARGIN_TOP, MARGIN_BOTTOM = 52.0, 54.0, 46.0
TEXT_WIDTH = WIDTH - 2 * MARGIN_X
TEXT_HEIGHT = HEIGHT - MARGIN_TOP - MARGIN_BOTTOM
# Between blocks that stand beside each other.
COLUMN_GAP = 18.0

# For tokens.typ.
AS_JSON = json.dumps(
    {
        "height": HEIGHT,
        "margin_x": MARGIN_X,
        "margin_top": MARGIN_TOP,
        "margin_bottom": MARGIN_BOTTOM,
        "column_gap": COLUMN_GAP,
    }
)
