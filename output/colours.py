"""The tokens of the design for charts, on white paper."""

INK = "#1C2A33"
MUTED = "#5B6870"
LINE = "#E2DCCF"
EDGE = "#B9B5A8"
HATCH = MUTED
ACCENT = "#0F5C6E"
SECOND = "#2C8296"
SOFT = "#E7F0F0"
GREY = "#C4CAC9"
SELECTION = "#C8642B"
ATTENTION = "#B26A12"
FUNNEL_INNER, FUNNEL_OUTER, FUNNEL_EDGE = "#D3E3DC", "#EAF1EC", "#5B7F78"
WHITE = "#FFFFFF"
# The four fields of what was recorded and what was raised; told apart in grey too.
FIELD_BOTH, FIELD_RECORDED, FIELD_RAISED, FIELD_NEITHER = "#123F57", "#418C98", "#E9B872", "#EFEBDD"

# Lightness falls with every step, so the order survives a grey printer and every kind of colour blindness.
RAMP = ("#EFEBDD", "#D3DFCF", "#A9CBC1", "#73AFB0", "#418C98", "#1F667C", "#123F57")
ONE_COLOUR = RAMP[2]


def ramp(classes: int) -> list[str]:
    """So many steps of the ramp, spread over its whole length."""
    if not 1 <= classes <= len(RAMP):
        raise ValueError(f"The ramp has {len(RAMP)} steps; {classes} classes were asked for.")
    if classes == 1:
        return [ONE_COLOUR]
    return [RAMP[round(step * (len(RAMP) - 1) / (classes - 1))] for step in range(classes)]


def readable_on(background: str) -> str:
    """Ink or white, whichever stands out more (WCAG 2.2 contrast ratio)."""
    light = luminance(background)
    against_white = 1.05 / (light + 0.05)
    against_ink = (light + 0.05) / (luminance(INK) + 0.05)
    return WHITE if against_white > against_ink else INK


def mixed(upper: str, lower: str, share: float) -> str:
    """What a colour becomes that lies on another and lets (1 − share) of it through."""
    channels = [
        round(share * int(upper[at : at + 2], 16) + (1 - share) * int(lower[at : at + 2], 16)) for at in (1, 3, 5)
    ]
    return "#" + "".join(f"{channel:02X}" for channel in channels)


def dotted_on(background: str) -> str:
    """The colour of the dots that say *in part*, upon the shade of a class."""
    return mixed(INK, background, 0.55) if readable_on(background) == INK else mixed(WHITE, background, 0.8)


def grey(colour: str) -> float:
    """Lightness on a printer without colour: CIE L*, from 0 to 100 (Y ≤ 0.008856 is darker than any of ours)."""
    return float(116 * max(luminance(colour), 0.008856) ** (1 / 3) - 16)


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
