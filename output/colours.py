"""The tokens of the design for charts, on white paper."""

INK = "#1C2A33"
MUTED = "#5B6870"
LINE = "#E2DCCF"
EDGE = "#B9B5A8"
HATCH = "#8F9694"
ACCENT = "#0F5C6E"
SECOND = "#2C8296"
SOFT = "#E7F0F0"
GREY = "#C4CAC9"
SELECTION = "#C8642B"
WHITE = "#FFFFFF"

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


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour (WCAG 2.2)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
