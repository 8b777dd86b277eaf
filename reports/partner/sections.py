"""The sections of the partner edition. Numbers, sentences and order come from what it prints, and from nothing else."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.markings import Marking
from analysis import METHOD_VERSION
from analysis.confidence import Confidence
from analysis.disclosure import FEWEST_FOR_PARTNERS
from core.formats import number
from output.document import (
    Block,
    Bullets,
    Facts,
    Heading,
    JudgementCard,
    KeySentence,
    Paragraph,
    SmallPrint,
    Table,
)
from reports.partner import tables
from reports.partner.summary import gaps, nobody_consulted, summary, total
from reports.partner.view import PartnerView
from reports.sections import (
    annex,
    chosen,
    contents,
    drivers,
    needs,
    network,
    places,
    priorities,
    reached,
    scope,
    services,
    statements,
    threat,
    voices,
)
from reports.sections.periods import long_period, short_period
from reports.sections.summary import no_gap
from reports.sections.wording import CONFIDENCE
from reports.snapshot import SnapshotData, whole_fingerprint


def _differs() -> Iterator[str]:
    yield _(
        "Its figures are made of the same records, and protected: no count below %(least)s is printed, counts of "
        "districts are bands, and what would let somebody work a small count out is hidden."
    ) % {"least": number(FEWEST_FOR_PARTNERS)}
    yield _(
        "Its words are those of consultations marked up to %(marking)s. Others are left out; whether there are some or "
        "none is not told here."
    ) % {"marking": Marking.GREEN.label}
    yield _(
        "It has no rates, shares, words of change, concentrations and maps of records, which need exact counts, and "
        "no names of sources. What the diagnosis has of them stands in the restricted edition."
    )
    yield _("What was printed of a period before is printed again as it was, whatever was recorded since.")


def scope_and_method(view: PartnerView, frozen: SnapshotData) -> Iterator[Block]:
    yield KeySentence(_looked(view, frozen))
    yield Heading(_("What is counted"))
    facts = [
        (_("Period"), long_period(frozen.period)),
        (_("Compared with"), long_period(frozen.comparison)),
        (
            _("Events"),
            _("approved records of distinct events; an event with several currents counts once under each"),
        ),
        *threat.published(view.context),
        (_("Marking"), _("%(marking)s: pass it on within the network, not beyond") % {"marking": Marking.GREEN.label}),
        *scope.by_one_person(view.context),
    ]
    yield Facts(facts)
    yield Heading(_("How this edition differs from the restricted one"))
    yield Bullets(list(_differs()))
    yield Heading(_("What a reader must not conclude"))
    yield Bullets(scope.limits(view.context)[:-1])
    yield from chosen.blocks(view.context)
    yield Heading(_("What is not in this edition"))
    left_out = [str(each) for each in contents.SECTIONS if each not in WRITTEN]
    told = _(
        "Left out, whether or not the restricted edition has them: who looked where, and these sections: %(names)s."
    )
    yield Paragraph(told % {"names": "; ".join(left_out)})
    if not threat.is_given(view.context):
        yield Paragraph(threat.not_given(view.context))


def _looked(view: PartnerView, frozen: SnapshotData) -> str:
    if not view.not_looked_at:
        return _("Every district was looked at, on some days of the period at least.")
    looked = len(frozen.areas) - len(view.not_looked_at)
    told = ngettext(
        "%(looked)s of %(all)s districts was looked at; the others are unknown, not quiet.",
        "%(looked)s of %(all)s districts were looked at; the others are unknown, not quiet.",
        looked,
    )
    return told % {"looked": number(looked), "all": number(len(frozen.areas))}


def places_of_city(view: PartnerView, frozen: SnapshotData) -> Iterator[Block]:
    """As in the restricted edition, but for its last line: the table of districts stands in section 5 here."""
    yield from places.blocks(view.context)[:-1]


def landscape(view: PartnerView, frozen: SnapshotData) -> Iterator[Block]:
    yield KeySentence(total(view))
    yield from threat.in_full(view.context)
    if not view.figures.told:
        return
    for each in view.figures.told:
        if each.number != view.context.number:
            again = _("The figures for %(period)s are those that no. %(number)s printed.")
            yield SmallPrint(again % {"period": short_period(each.window), "number": number(each.number)})
    short = view.context.is_short
    yield Heading(_("By district"))
    yield from tables.districts(view, frozen)
    if not short:
        yield from tables.currents_in_districts(view, frozen)
        yield Heading(_("Over time"))
        yield from tables.months(view)
    families = (
        ("currents", _("By current")),
        ("manifestations", _("What was done")),
        ("settings", _("In what kind of place")),
        ("spaces", _("Offline and online")),
        ("places", _("Where it could be placed")),
    )
    for family, title in families[:2] if short else families:
        yield Heading(title)
        yield from tables.family(view, family, title)


def groups(view: PartnerView, frozen: SnapshotData) -> Iterator[Block]:
    below = list(tables.family(view, "targets", _("By targeted group"))) if view.figures.told else []
    if any(isinstance(block, Table) for block in below):
        yield KeySentence(_("How many records name each targeted group stands below; one record may name several."))
    elif below:
        yield KeySentence(_("No count of a targeted group may be told: each is of too few records, or hidden."))
    else:
        yield KeySentence(total(view))
    yield from below
    yield SmallPrint(_("A record says against whom something was directed, never what a group is like."))


def what_stakeholders_say(view: PartnerView, frozen: SnapshotData) -> Iterator[Block]:
    if not view.context.voices.sessions:
        yield KeySentence(nobody_consulted())
        return
    yield from voices.blocks(view.context)
    yield SmallPrint(list(_differs())[1])
    if view.context.frozen.services is not None:
        yield SmallPrint(_of_green())


def stakeholders_left_out(view: PartnerView, frozen: SnapshotData) -> Iterator[Block]:
    if view.context.voices.sessions:
        yield from voices.compulsory(view.context)
        yield SmallPrint(list(_differs())[1])
    else:
        yield chosen.the_rest()
        yield Paragraph(nobody_consulted())


def _of_green() -> str:
    return _(
        "Of services, drivers and protective factors those marked up to %(marking)s are told here; “no service”, "
        "“nobody” and “none” mean none of these, and “not raised” not in a consultation told of here."
    ) % {"marking": Marking.GREEN.label}


def drivers_and_factors(view: PartnerView, frozen: SnapshotData) -> Iterator[Block]:
    yield from drivers.blocks(view.context)
    yield SmallPrint(_of_green())


def assets(view: PartnerView, frozen: SnapshotData) -> Iterator[Block]:
    yield from network.blocks(view.context)
    yield SmallPrint(_of_green())


def what_comes_first(view: PartnerView, frozen: SnapshotData) -> Iterator[Block]:
    """By the same rule, from what this edition reads; and what is recommended, as far as members may read it."""
    yield from priorities.blocks(view.context)
    if view.context.priorities:
        yield SmallPrint(
            _(
                "In this edition what was recorded is unknown to the rule, which would need exact counts, and a need "
                "stands here only where consultations up to %(marking)s told of it. A recommendation stands here where "
                "its author said that every member may read it."
            )
            % {"marking": Marking.GREEN.label}
        )


def judgements(view: PartnerView, frozen: SnapshotData) -> Iterator[Block]:
    made = view.context.judgements
    told = ngettext("%(count)s judgement may be told here.", "%(count)s judgements may be told here.", len(made))
    yield KeySentence(told % {"count": number(len(made))} if made else _("No judgement may be told here."))
    yield Heading(_("Judgements"))
    if made:
        for position, each in enumerate(made, start=1):
            yield JudgementCard(
                number=f"J{position}",
                statement=each.statement,
                confidence=str(CONFIDENCE[Confidence(each.confidence)]),
                status=_("confirmed by a person"),
            )
    yield SmallPrint(
        _(
            "Judgements are told here where nothing they are made of is marked above %(marking)s, they are of what was "
            "said and not of what was recorded, and a person confirmed them as they were proposed."
        )
        % {"marking": Marking.GREEN.label}
    )
    yield from _information_gaps(view)


def judgements_left_out(view: PartnerView, frozen: SnapshotData) -> Iterator[Block]:
    yield chosen.the_rest()
    yield from _information_gaps(view)


def _information_gaps(view: PartnerView) -> Iterator[Block]:
    yield Heading(_("Information gaps"))
    found = [*gaps(view), *(reached.not_heard(view.context) if view.context.voices.sessions else [nobody_consulted()])]
    yield Bullets(found) if found else Paragraph(no_gap(view.context))


def annexed(view: PartnerView, frozen: SnapshotData) -> Iterator[Block]:
    said = [
        *map(_without_each_sector, needs.scores(view.context)),
        *statements.tables(view.context),
        *reached.tables(view.context),
        *drivers.tables(view.context),
        *services.tables(view.context),
        *priorities.tables(view.context),
    ]
    if said:
        yield Heading(_("Data tables"))
        yield from said
    if view.context.priorities:
        yield Heading(_("How priorities are computed"))
        yield Paragraph(priorities.rule())
    yield Heading(_("How small counts are protected"))
    yield Bullets(list(_protection()))
    yield Heading(_("Processing record"))
    yield Facts(annex.processing(view.context))
    yield Heading(_("Do no harm"))
    yield Paragraph(annex.harm())
    yield Heading(_("Distribution"))
    yield Paragraph(
        _(
            "Partner edition: for the members of the city's network, and for nobody beyond. Markings do not bind a "
            "court; the secrecy ground above does."
        )
    )
    yield Heading(_("Fingerprint"))
    yield Facts(
        [
            (_("Snapshot (SHA-256)"), whole_fingerprint(frozen.sha256)),
            (_("Version of the method"), METHOD_VERSION),
        ]
    )


def _without_each_sector(scores: Table) -> Table:
    """What each sector left out would change is for the restricted edition: of few sectors it tells what one said."""
    rows = [list(row)[:-1] for row in scores.rows]
    note = _("From 0 (nobody raised it) to 1 (everybody heard gave it the highest priority).")
    return replace(scores, columns=list(scores.columns)[:-1], rows=rows, note=note)


def _protection() -> Iterator[str]:
    yield tables.symbol()
    yield _(
        "Which further counts are hidden is decided over all tables together, in exact arithmetic (Langsrud 2024), in "
        "an order that no count has a say in."
    )
    yield _(
        "For every count below %(least)s it was then shown, in whole numbers, that given all that is printed it can "
        "still be each of the numbers from 0 to %(most)s."
    ) % {"least": number(FEWEST_FOR_PARTNERS), "most": number(FEWEST_FOR_PARTNERS - 1)}
    yield _("This does not hold against somebody who knows some of the records themselves, and subtracts them.")


WRITTEN: dict[contents.DiagnosisSection, Callable[[PartnerView, SnapshotData], Iterable[Block]]] = {
    contents.SUMMARY: summary,
    contents.SCOPE: scope_and_method,
    contents.PLACES: places_of_city,
    contents.LANDSCAPE: landscape,
    contents.TARGETS: groups,
    contents.DRIVERS: drivers_and_factors,
    contents.VOICES: what_stakeholders_say,
    contents.ASSETS: assets,
    contents.JUDGEMENTS: judgements,
    contents.PRIORITIES: what_comes_first,
    contents.ANNEX: annexed,
}

# Of a section that was left out, what everybody must be told.
COMPULSORY: dict[contents.DiagnosisSection, Callable[[PartnerView, SnapshotData], Iterable[Block]]] = {
    contents.VOICES: stakeholders_left_out,
    contents.JUDGEMENTS: judgements_left_out,
}
