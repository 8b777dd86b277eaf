"""Judgements the job proposes from the records: of change, of concentration, of what was online, of who was targeted.

They say what was recorded, never what a place or a group is.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from analysis.change import Change
from analysis.landscape import Counted, Landscape
from analysis.voices import Concern, concern_of
from analysis.words import Word
from core.formats import decimal, number
from reports.proposals.confidence import of_records
from reports.proposals.consultations import concern_told, sessions_of
from reports.proposals.judgement import ProposedJudgement
from reports.sections.contents import LANDSCAPE, ONLINE, TARGETS, DiagnosisSection
from reports.sections.context import SectionContext
from reports.sections.counted import compared, first_window, of_family, of_first, of_year
from reports.sections.online import ONLINE_SPACES, how_many, is_compared
from reports.sections.online import before as before_that
from reports.sections.periods import in_period, short_period
from reports.sections.readings import against, counts_sentence, expected, is_alike, ratio, reading, told, word_alone
from reports.sections.where import of_concentration
from reports.sections.wording import (
    ALMOST_CERTAIN,
    FEWEST_FOR_A_JUDGEMENT,
    FEWEST_FOR_A_SHARE,
    VERY_LIKELY,
    label,
    listed,
    read_again_on,
    sensitivity_name,
)
from reports.selection import BEFORE, Selection

MOST_TARGETS = 3

# Codes for what is not known or not there: their count may change, which is no judgement on the ground.
SAYS_NOTHING = {"none", "none_known"}


def propose(context: SectionContext) -> Iterator[ProposedJudgement]:
    yield from _city(context)
    yield from _districts(context)
    if not context.is_short:
        yield from _concentrations(context)
    yield from _families(context)
    yield from _online(context)
    yield from _targets(context)


def _city(context: SectionContext) -> Iterator[ProposedJudgement]:
    land = context.landscape
    if _is_of_too_few(land.city):
        return
    yield _of_change(
        context,
        land.city,
        key="city.change",
        section=LANDSCAPE,
        family="city",
        subject=_("Recorded events in %(city)s") % {"city": context.city},
        chosen=Selection(),
    )


def _districts(context: SectionContext) -> Iterator[ProposedJudgement]:
    for change in context.landscape.families["districts"].findings:
        if _is_of_too_few(change):
            continue
        yield _of_change(
            context,
            change,
            key=f"district.{change.key}.change",
            section=LANDSCAPE,
            family="districts",
            subject=_("Recorded events in %(district)s") % {"district": context.names[change.key]},
            chosen=Selection("district", (change.key,)),
            concern=concern_of(context.frozen.sessions, change.key),
        )


def _families(context: SectionContext) -> Iterator[ProposedJudgement]:
    for family, section in (
        ("currents", LANDSCAPE),
        ("manifestations", LANDSCAPE),
        ("targets", TARGETS),
    ):
        for change in context.landscape.families[family].findings:
            if change.key in SAYS_NOTHING or _is_of_too_few(change):
                continue
            yield _of_change(
                context,
                change,
                key=f"{family}.{change.key}.change",
                section=section,
                family=family,
                subject=_("Records under “%(category)s”") % {"category": label(family, change.key)},
                chosen=Selection(family, (change.key,)),
            )


def _is_of_too_few(change: Change) -> bool:
    """Whether fewer records than a judgement takes were compared, over all the years that it may rest on."""
    return change.now + (sum(change.earlier) or change.before) < FEWEST_FOR_A_JUDGEMENT


def _of_change(
    context: SectionContext,
    change: Change,
    *,
    key: str,
    section: DiagnosisSection,
    family: str,
    subject: str,
    chosen: Selection,
    concern: Concern | None = None,
) -> ProposedJudgement:
    statement = " ".join([counts_sentence(context, change, subject, family), told(change)])
    evidence = [
        (
            (_("Compared, %(then)s → %(now)s") if is_alike(change) else _("Counted, %(then)s → %(now)s"))
            % _windows(context),
            " → ".join(compared(context, change, family)),
        ),
        *_figures(context, change, family),
        (_("Reading"), reading(change)),
        *_sensitivity(context.landscape, family, change),
        *_told(context, concern, chosen),
    ]
    agrees = concern.agrees_with_more if concern else None
    if agrees is not None and change.word.direction < 0:
        agrees = not agrees
    rule = of_records(context, chosen, too_few=change.word == Word.TOO_FEW, consultation_agrees=agrees)
    return ProposedJudgement(
        key=key,
        section=section.number,
        statement=statement,
        likelihood=VERY_LIKELY if change.findings else "",
        confidence=rule.level,
        reasons=rule.reasons,
        behind=rule.behind,
        evidence=tuple(evidence),
        consultations=_told_in(context, chosen.codes[0]) if concern else (),
    )


def _windows(context: SectionContext) -> dict[str, str]:
    land = context.landscape
    return {"then": short_period(land.comparison), "now": short_period(land.period)}


def _figures(context: SectionContext, change: Change, family: str) -> Iterator[tuple[str, str]]:
    if change.trend and change.trend.found:
        told = {**_windows(context), "then": short_period(first_window(context, change))}
        yield (
            _("Over the years, %(then)s → %(now)s") % told,
            f"{of_first(context, change, family)} → {of_year(context, change, family, change.now, 0)}",
        )
    if change.expected:
        yield _("To be expected, and what would not surprise"), expected(change)
    if change.against:
        yield _("Ratio to what going with the city would make"), against(change)
    if change.trend and change.trend.found:
        yield (
            _("Times as many each year"),
            f"{decimal(change.trend.yearly, 2)} ({decimal(change.trend.low, 2)}–{decimal(change.trend.high, 2)})",
        )


def _told(context: SectionContext, concern: Concern | None, chosen: Selection) -> Iterator[tuple[str, str]]:
    if concern is not None:
        yield _("Concern told of it"), concern_told(context, concern, chosen.codes[0])


def _told_in(context: SectionContext, district: str) -> tuple[int, ...]:
    """The sessions in which concern was told of a district."""
    return sessions_of(context, "outlook", lambda row: row["district"] == district)


def _sensitivity(land: Landscape, family: str, change: Change) -> Iterator[tuple[str, str]]:
    again = [s for s in land.sensitivity if (s.family, s.key) == (family, change.key)]
    differing = [s for s in again if s.differs]
    for each in differing:
        yield sensitivity_name(each.reading), _(", ").join(map(word_alone, each.others)) or _("no change found")
    if again and not differing and is_alike(change):
        again_on = read_again_on({s.reading for s in again})
        yield again_on, _("the same") if change.findings else _("no change found either")


def _concentrations(context: SectionContext) -> Iterator[ProposedJudgement]:
    for found in context.landscape.concentrations.found:
        name = context.names[found.district]
        concern = concern_of(context.frozen.sessions, found.district)
        chosen = Selection("district", (found.district,))
        rule = of_records(
            context,
            chosen,
            consultation_agrees=concern.agrees_with_more if concern else None,
        )
        yield ProposedJudgement(
            key=f"district.{found.district}.concentration",
            section=LANDSCAPE.number,
            statement=_(
                "More events were recorded per resident in %(district)s than in the rest of the city, %(ratio)s times "
                "as "
                "many: more than one and a half times as many, which chance does not explain."
            )
            % {"district": name, "ratio": ratio(found.ratio)},
            likelihood=ALMOST_CERTAIN,
            confidence=rule.level,
            reasons=rule.reasons,
            behind=rule.behind,
            evidence=(
                (
                    _("Records"),
                    _("%(events)s on %(dates)s dates in %(places)s places or kinds of place")
                    % {
                        "events": of_concentration(context, found),
                        "dates": number(found.dates),
                        "places": number(found.places),
                    },
                ),
                (_("Times the rest of the city"), ratio(found.ratio)),
                *_told(context, concern, chosen),
            ),
            consultations=_told_in(context, found.district),
        )


def _online(context: SectionContext) -> Iterator[ProposedJudgement]:
    online = context.landscape.online
    if online.now < FEWEST_FOR_A_JUDGEMENT or context.landscape.total < FEWEST_FOR_A_SHARE:
        return
    rule = of_records(context, Selection("space", ONLINE_SPACES))
    yield ProposedJudgement(
        key="online.share",
        section=ONLINE.number,
        statement=how_many(context),
        likelihood="",
        confidence=rule.level,
        reasons=rule.reasons,
        behind=rule.behind,
        evidence=(
            (
                _("Online and hybrid records %(in_then)s") % {"in_then": in_period(context.landscape.comparison)},
                before_that(context, online.before),
            ),
        )
        if is_compared(online)
        else (),
    )


def _targets(context: SectionContext) -> Iterator[ProposedJudgement]:
    land = context.landscape
    named = [row for row in context.named_targets[:MOST_TARGETS] if row.now >= FEWEST_FOR_A_JUDGEMENT]
    if not named:
        return
    codes = {row.key for row in named}
    rule = of_records(context, Selection("targets", tuple(sorted(codes))))
    yield ProposedJudgement(
        key="targets.most",
        section=TARGETS.number,
        statement=_("Those most often recorded as targeted %(in_period)s are %(groups)s.")
        % {
            "in_period": in_period(land.period),
            "groups": listed([f"{label('targets', row.key)} ({_of_target(row)})" for row in named], most=MOST_TARGETS),
        },
        likelihood="",
        confidence=rule.level,
        reasons=rule.reasons,
        behind=rule.behind,
        evidence=tuple((label("targets", row.key), _of_both(context, row)) for row in named),
    )


def _of_both(context: SectionContext, row: Counted) -> str:
    """All records of both periods; what of them is compared, where that is less, so that it does not read as another
    count of the same."""
    land = context.landscape
    told = _("%(count_now)s %(in_now)s, %(count_then)s %(in_then)s") % {
        "count_now": _of_target(row),
        "count_then": _before(context, row),
        "in_now": in_period(land.period),
        "in_then": in_period(land.comparison),
    }
    change = next((each for each in land.families["targets"].changes if each.key == row.key), None)
    if change is None or not is_alike(change) or (change.before, change.now) == (row.before, row.now):
        return told
    before, now = compared(context, change, "targets")
    return _("%(recorded)s; of these compared: %(before)s → %(now)s") % {
        "recorded": told, "before": before, "now": now,
    }  # fmt: skip


def _of_target(row: Counted) -> str:
    return of_family(row.now, "targets", row.key)


def _before(context: SectionContext, row: Counted) -> str:
    is_gone = context.landscape.before_is_gone
    return number(row.before) if is_gone else of_family(row.before, "targets", row.key, BEFORE)
