"""What a printed figure counts, and when, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core.vocabulary import Term
from reports.recounted import IN_CONFIDENCE, WORDS
from reports.sections.periods import short_period
from reports.sections.wording import label
from reports.selection import ALL, NOW, SAID, WINDOWS, RawSnapshot, Selection, window_in
from stakeholders.vocabulary import Barrier, Body, NeedCategory, Sector, StakeholderBlock


def named(raw: RawSnapshot, window: str, of: str) -> str:
    if window == SAID:
        return f"{_of_voices(raw, of)}, {short_period(window_in(raw, NOW))}"
    period, chosen = short_period(window_in(raw, window)), Selection.read(of)
    if chosen is None or not chosen.by:
        if window not in WINDOWS:
            return _("Records that can be compared, %(period)s") % {"period": period}
        return _("Records, %(period)s") % {"period": period}
    code = chosen.codes[0]
    if chosen.by == "district":
        return f"{_districts(raw).get(code, code)}, {period}"
    family = f"{chosen.by}s" if chosen.by in {"setting", "space", "place", "source_type"} else chosen.by
    return f"{label(family, code)}, {period}"


def _districts(raw: RawSnapshot) -> dict[str, str]:
    return {each["code"]: each["name"] for each in raw["boundaries"]["districts"]}


def _of_voices(raw: RawSnapshot, of: str) -> str:
    by, _equals, rest = of.partition("=")
    code, *more = rest.split("|")
    if by in _SESSIONS_OF:
        names = {"sector": _name(Sector, code), "about": _place(raw, code), "barrier": _name(Barrier, code)}
        return _SESSIONS_OF[by] % {"name": names[by]}
    if by in {"need", "group"}:
        return _of_need(_name(NeedCategory, code), more) if by == "need" else _of_group(raw, code, more[0])
    if by == "priority":
        return _("Priority: %(need)s, %(place)s") % {"need": _name(NeedCategory, code), "place": _place(raw, more[0])}
    if by == "concern":
        return _("Concern: %(place)s, %(whom)s") % {"place": _place(raw, code), "whom": _rated_by(*more)}
    if by == "trust":
        return _("Trust: %(body)s, %(whom)s") % {"body": _name(Body, code), "whom": _rated_by(*more)}
    return _whole(of)


_SESSIONS_OF = {
    "sector": gettext_lazy("%(name)s: consultations that heard it"),
    "about": gettext_lazy("%(name)s: consultations about it"),
    "barrier": gettext_lazy("%(name)s: consultations that told of it"),
}


def _name(vocabulary: type[Term], code: str) -> str:
    return str(vocabulary(code).label) if code in vocabulary.values else code


def _place(raw: RawSnapshot, code: str) -> str:
    return _districts(raw).get(code, code) if code else _("city-wide")


def _whole(of: str) -> str:
    return {
        ALL: _("Consultations"),
        "people": _("People who took part in consultations"),
        "invited": _("Invitations of organisations"),
        "came": pgettext("to a consultation", "Organisations that came"),
        IN_CONFIDENCE: _("What was said in confidence"),
        WORDS: _("Statements and quotations"),
    }[of]


def _of_group(raw: RawSnapshot, code: str, what: str) -> str:
    names = {each["code"]: each["name"] for each in raw.get("groups", [])}
    told = {
        "people": _("%(name)s: people"),
        "sessions": _("%(name)s: consultations"),
        "direct": _("%(name)s: consultations in which they spoke themselves"),
    }[what]
    return told % {"name": names.get(code, code)}


def _of_need(need: str, more: list[str]) -> str:
    what, *block = more
    told = {
        "organisations": _("%(need)s: organisations that raised it"),
        "sessions": _("%(need)s: consultations in which somebody raised it who is not named"),
        "strength": _("%(need)s: how strongly, of 100"),
    }[what]
    told %= {"need": need}
    return f"{told} ({_name(StakeholderBlock, block[0])})" if block else told


def _rated_by(block: str, sector: str) -> str:
    return _name(Sector, sector) if sector else _name(StakeholderBlock, block)
