"""What a text that could not be read as a date looks like, and the format that would read it."""

import datetime
import re

from django.utils.translation import gettext as _

from core.form_words import FIRST_DAY
from mapping.imports.dates.month_names import months_called
from mapping.imports.dates.words import bare

COULD_BE_A_YEAR = range(FIRST_DAY.year, 2101)
FROM_1900, FROM_1904 = datetime.date(1899, 12, 30), datetime.date(1904, 1, 1)
SPREADSHEET_DAYS, SPREADSHEET_DAYS_1904 = "spreadsheet-days", "spreadsheet-days-1904"
SECONDS, MILLISECONDS = "unix-seconds", "unix-milliseconds"
# Numbers that stand for a day: what is a format of its own, as no letters can say it.
NUMBERS = {
    SPREADSHEET_DAYS: r"\d{4,6}([.,]\d+)?",
    SPREADSHEET_DAYS_1904: r"\d{4,6}([.,]\d+)?",
    SECONDS: r"\d{1,11}([.,]\d+)?",
    MILLISECONDS: r"\d{1,14}",
}
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
# What of a number is believed to be a day: 1954 to 2064 as days, 1990 to 2040 as seconds.
LIKELY_DAYS = range(20_000, 60_000)
LIKELY_SECONDS = range(631_152_000, 2_208_988_800)
DAY_FIRST_OR_MONTH = re.compile(r"\d{1,2}([./ ,-])\d{1,2}[./ ,-]\d{4}(?!\d).*", re.DOTALL)
# From the first of the marks before it: from each of a thousand spaces all others would be gone over again.
TIME_BEHIND = re.compile(r"(?<![T ,:])[T ,:]+\d{1,2}[:.]\d{2}\b.*$", re.DOTALL)
TOKEN = re.compile(r"\d+|[^\W\d_]+")
LONGEST = 40
QUARTERS = r"(?:q|k|t|kv|kw|kwart|kvt|quarter|quartal|kvartal|trimestre?|trimester|kwartaal|kwartał|čtvrtletí)"
WEEKS = r"(?:w|kw|uge|uke|vecka|v|week|semaine|sem|viikko|vk|tydzień|týden)"
# The first four numbers, as some number quarters.
NUMBERED = r"(?:[1-4]|I{1,3}|IV)"
HALVES = r"(?:h|s|hj|halvår|halbjahr|semestre?|semester|half)"
# Stretches of time that are no month and no year: 2024-W10, Q3/2024, 3. kvartal 2024, 2024K1, uge 10 2024, H1 2024.
STRETCH = re.compile(
    rf"(?:19|20)\d\d[-/. ]{{0,2}}(?:{QUARTERS}|{HALVES})\.?[- ]?{NUMBERED}"
    rf"|(?:{QUARTERS}|{HALVES})\.?[- ]?{NUMBERED}[-/., ]{{0,2}}['’]?(?:(?:19|20)\d\d|\d\d)"
    rf"|{NUMBERED}\.?(?:er|e|st|nd|rd|th|º|°)?[- ]?(?:{QUARTERS}|{HALVES})\.?[-/., ]{{0,2}}(?:de )?(?:19|20)\d\d"
    rf"|(?:19|20)\d\d[-/. ]{{0,2}}{WEEKS}\.?[- ]?\d{{1,2}}(?:-[1-7])?"
    rf"|{WEEKS}\.?[- ]?\d{{1,2}}[-/., ]{{0,2}}(?:19|20)\d\d"
    rf"|\d{{1,2}}\.?[- ]?{WEEKS}\.?[-/., ]{{0,2}}(?:19|20)\d\d",
    re.IGNORECASE,
)
# Two days in one cell of which one year is said: 1./2. marts 2024, 1.-2.3.2024, 01.03. bis 05.03.2024.
TWO_DAYS = re.compile(
    r"\d{1,2}\.\s?\d{1,2}\.?\s?(?:[-\u2013/&+]|bis|til|till|to|au|al|a|tot|do|und|og|och|and|et)\s?"
    r"\d{1,2}\.\s?\d{1,2}\.\s?(?:19|20)\d\d(?!\d)"
    r"|\d{1,2}\.?\s?[-\u2013/&+]\s?\d{1,2}(?:[./]\s?|\s)(?:[^\W\d_]{3,}\.?\s|\d{1,2}[./-]\s?)(?:19|20)\d\d(?!\d)"
)
YEARS = re.compile(r"((?:19|20)\d\d)\s?[-\u2013\u2014/]\s?((?:19|20)?\d\d)")
# A date inside of a cell.
DATE = re.compile(r"(?<!\d)(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4})(?!\d)")


def moment_of(number: str, form: str) -> datetime.datetime:
    """The moment a number stands for, in UTC. Raises OverflowError."""
    value = float(number.replace(",", "."))
    if form in {SECONDS, MILLISECONDS}:
        return EPOCH + datetime.timedelta(seconds=value if form == SECONDS else value / 1000)
    begins = FROM_1900 if form == SPREADSHEET_DAYS else FROM_1904
    return datetime.datetime.combine(begins, datetime.time(), datetime.UTC) + datetime.timedelta(days=value)


def either_first(text: str) -> tuple[str, str] | None:
    """Two formats that both read a date of which day or month could stand first; None of any other text."""
    found = DAY_FIRST_OR_MONTH.fullmatch(text)
    if found is None:
        return None
    rest = "*" if TIME_BEHIND.search(text) else ""
    return f"DD{found[1]}MM{found[1]}YYYY{rest}", f"MM{found[1]}DD{found[1]}YYYY{rest}"


def likeness(text: str, pattern: str = "") -> str:
    """A sentence without its end: what a text looks like and what to state; empty where it looks like nothing."""
    plain, _said = bare(text)
    return (
        _without_nought(text, pattern)
        or stretch(text)
        or _number(text)
        or _named(plain)
        or _digits(text)
        or _short_year(plain)
    )


def stretch(text: str) -> str:
    """Of a quarter, a week, a half or a pair of years, and of two dates in one cell."""
    years = YEARS.fullmatch(text)
    are_years = bool(years) and (int(years[2]) > 12 or len(years[2]) == 4)  # type: ignore[index]
    two = DATE.findall(text[: 2 * LONGEST])
    if not (are_years or any(form.fullmatch(text[: 2 * LONGEST]) for form in (STRETCH, TWO_DAYS)) or len(two) == 2):
        return ""
    return _(
        "it stands for several days or months, which no format reads. Export its first and its last day "
        'in two columns, and name the second under "until" in the mapping'
    )


def holds_another(rest: str) -> bool:
    """Whether what stands behind a date holds a second one: 1 March to 5 March, in one cell."""
    return DATE.search(rest[: 2 * LONGEST]) is not None


def _without_nought(text: str, pattern: str) -> str:
    letters = pattern.removesuffix("*")
    if letters.isalpha() and "MMM" not in letters and text.isdecimal() and len(text) == len(letters) - 1:
        return _("a leading nought seems to have been lost on the way. Export the column as text")
    return ""


def _number(text: str) -> str:
    if re.fullmatch(r"\d{5}([.,]\d+)?", text) and int(text[:5]) in LIKELY_DAYS:
        return _(
            "it looks like the number a spreadsheet has for the day “%(day)s”. State "
            '"format": "%(form)s" in the mapping (“%(other)s” where the workbook counts from 1904)'
        ) % {
            "day": moment_of(text, SPREADSHEET_DAYS).date().isoformat(),
            "form": SPREADSHEET_DAYS,
            "other": SPREADSHEET_DAYS_1904,
        }
    for form, pattern, part in ((SECONDS, r"\d{9,10}([.,]\d+)?", 0), (MILLISECONDS, r"\d{12,13}", 3)):
        if re.fullmatch(pattern, text) and int(re.split("[.,]", text)[0]) // 10**part in LIKELY_SECONDS:
            counted = _("seconds") if form == SECONDS else _("milliseconds")
            return _(
                'it looks like %(counted)s since 1970, of the day “%(day)s”. State "format": "%(form)s" in the mapping'
            ) % {"counted": counted, "day": moment_of(text, form).date().isoformat(), "form": form}
    return ""


def _digits(text: str) -> str:
    if re.fullmatch(r"\d{8}", text):
        return _("eight digits can be several days. State which they are in the mapping, for example DDMMYYYY")
    if re.fullmatch(r"\d{6}", text):
        return _("six digits can be several days. State which they are in the mapping, for example DDMMYY or YYYYMM")
    return ""


def _short_year(text: str) -> str:
    if re.fullmatch(r"\d{1,2}([./ -])\d{1,2}[./ -]\d{2}(?!\d).*", text, re.DOTALL):
        mark = re.search(r"\D", text)[0]  # type: ignore[index]
        return _(
            "its year has two digits. State the format in the mapping, for example %(day)s, %(month)s or %(year)s"
        ) % {
            "day": f"DD{mark}MM{mark}YY",
            "month": f"MM{mark}DD{mark}YY",
            "year": f"YY{mark}MM{mark}DD",
        }
    return ""


def _named(text: str) -> str:
    """Of dates with a month's name, or with the year in full and in its place."""
    form = form_of(text)
    if not form:
        return ""
    return _("it looks like a date of the form %(form)s. State that format in the mapping") % {"form": form}


def form_of(text: str) -> str:
    """The format of a text whose parts leave no choice but a time behind them; empty where they leave one."""
    if len(text) > LONGEST:
        return ""
    head = TIME_BEHIND.sub("", text)
    tokens = TOKEN.findall(head)
    named = any(months_called(token) for token in tokens)
    parts = _parts(tokens, named=named)
    if parts is None:
        return ""
    waiting = iter(parts)
    return TOKEN.sub(lambda _token: next(waiting), head) + ("*" if head != text else "")


def _parts(tokens: list[str], *, named: bool) -> list[str] | None:
    """What each token is; None where that is not sure."""
    kinds = [_kind(token) for token in tokens]
    small = [place for place, kind in enumerate(kinds) if kind == "small"]
    if "" in kinds or kinds.count("YYYY") > 1 or kinds.count("MMM") > 1:
        return None
    has_year = "YYYY" in kinds
    if named and has_year and len(small) <= 1:
        meant = ["DD"]
    elif named and len(small) == 2 and not has_year:
        meant = ["YY", "DD"] if int(tokens[small[0]]) > 31 else ["DD", "YY"]
    elif not named and has_year and len(small) <= 2 and (kinds[0] == "YYYY" or len(small) < 2):
        meant = ["MM", "DD"]
    else:
        return None
    for place, part in zip(small, meant, strict=False):
        kinds[place] = part
    return kinds


def _kind(token: str) -> str:
    if token.isdecimal():
        return "YYYY" if len(token) == 4 and int(token) in COULD_BE_A_YEAR else "small" if len(token) <= 2 else ""
    return "MMM" if months_called(token) else ""
