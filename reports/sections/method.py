"""How change, rates, needs and confidence are computed, for the annex."""

from django.utils.translation import gettext as _

from analysis.disclosure import FEWEST_RATINGS
from analysis.questions.expectation import LEAST_ALPHA
from core.formats import decimal, number
from reports.sections import (
    priorities,
)
from reports.sections.context import SectionContext


def of_method(context: SectionContext) -> str:
    if context.is_short:
        return _("How change and confidence are computed")
    return _("How change, rates and confidence are computed")


def of_change(context: SectionContext) -> list[str]:
    land = context.landscape
    return [
        _(
            "Over the years: a log-linear fit of all periods, from five on, with variance ψ(μ + αμ²); α = %(city)s "
            "for the city, %(currents)s for currents, %(kinds)s for kinds of event, %(groups)s for targeted groups. "
            "Without the last period the slope must keep its sign and half its size, and the last one lie on that side "
            "of the first. Against expectation: the same fit of the "
            "earlier periods, the yearly slope drawn towards none, and Farrington's (1996) two-thirds power. "
            "The city at 5 %%; elsewhere, for each question and over many reports, at most one in ten of the changes "
            "told is chance (Benjamini and Hochberg 1995)."
        )
        % {
            "city": decimal(LEAST_ALPHA, 2),
            "currents": decimal(land.families["currents"].alpha, 2),
            "kinds": decimal(land.families["manifestations"].alpha, 2),
            "groups": decimal(land.families["targets"].alpha, 2),
        },
        _(
            "New in the records: none in at least two earlier periods, now at least five on three dates, and less "
            "likely "
            "by chance than one family in ten would show. Intervals hold over all that are asked together (Benjamini "
            "and Yekutieli 2005); “about the same” is within ⅔ to 1½, “neither doubled nor halved” within ½ to 2."
        ),
    ]


def of_rates(context: SectionContext) -> list[str]:
    """What compares districts: not in the short diagnosis, which prints nothing of it."""
    land = context.landscape
    spread = land.families["districts"].spread
    return [
        _(
            "Rate: events per 10,000 residents and year with a 95 %% interval after Garwood (1936), widened by the "
            "ratio of variance to mean, φ = %(phi)s."
        )
        % {"phi": decimal(spread.phi, 2)},
        _(
            "Smoothing: the posterior mean of a gamma–Poisson model over all districts, its hyperparameters integrated "
            "over a grid (Clayton and Kaldor 1987), counts and residents divided by φ."
        ),
        *_against_city(context),
        _(
            "Concentration: more than 1.5 × the rate of the rest of the city explains, by a negative binomial tail "
            "with "
            "variance φ times the mean, over many reports at most 5 % of those named by chance; at least 10 events on "
            "3 dates in 2 places, and 1.5 × in each type of source that would expect a record."
        ),
    ]


def _against_city(context: SectionContext) -> list[str]:
    """Where districts were read against the city."""
    land = context.landscape
    family = land.families["districts"]
    if family.growth is None:
        return []
    told = _(
        "Districts against the city: beta-binomial tests with α = %(alpha)s and φ = %(phi)s from %(windows)s "
        "earlier periods, the city's growth as a trimmed mean of log ratios (Robinson and Oshlack 2010); over many "
        "reports at most one in ten of the changes told is chance, with at least ten records and a ratio of at "
        "least 1.2."
    )
    spread = family.spread
    words = {"alpha": decimal(spread.alpha, 2), "phi": decimal(spread.phi, 2)}
    return [told % {**words, "windows": number(len(land.windows_used))}]


def of_the_rest(context: SectionContext) -> list[str]:
    return [
        _(
            "Confidence. High: at least three independent types of source, 70 % well founded, a consultation that "
            "agrees, at most 10 % stale, 20 records. Low: no record, one type of source, under 40 % well founded, over "
            "40 % stale, or too few to tell. Else moderate. A convention; a person may override it with a printed "
            "reason."
        ),
        _(
            "Consultations agree with more being recorded in a district where concern was told there in at least three "
            "sessions and the middle one of those who told it, each counted once, is 4 or above, from 1 to 5; they "
            "disagree where it is 2 or below."
        ),
        _(
            "Needs: priority ÷ 5, 0 where not raised, averaged over sessions within an organisation, organisations "
            "within a sector, sectors within a block, and blocks; whoever is not named counts as one by sector, or by "
            "block, over all sessions. Intervals: samples of the sessions with replacement (Rao and Wu 1988). "
            "Agreement: A after van der Eijk (2001), from %(least)s ratings on."
        )
        % {"least": number(FEWEST_RATINGS)},
        *([priorities.rule()] if context.priorities else []),
        _(
            "Likelihood words are those of ICD 203: almost no chance 1–5 %, very unlikely 5–20 %, unlikely 20–45 %, "
            "roughly even chance 45–55 %, likely 55–80 %, very likely 80–95 %, almost certain 95–99 %."
        ),
    ]
