"""The sections of a diagnosis: number, title, and whether there is anything in them.

Numbers stay, so that versions can be compared; a section that is not there yet keeps its own. Whatever says that
a section is empty asks here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from output.document import Block, Section
from reports.sections import network
from reports.sections.context import SectionContext
from reports.sections.standing import Numbered, order
from reports.sections.statements import told_of
from reports.snapshot import looked_online
from stakeholders.vocabulary import FindingKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _always(_context: SectionContext) -> bool:
    return True


def _anybody_consulted(context: SectionContext) -> bool:
    return context.voices.sessions > 0


def _any_factor(context: SectionContext) -> bool:
    return bool(context.frozen.factors or told_of(context, FindingKind.ASSET))


def _anybody_looked_online(context: SectionContext) -> bool:
    return context.landscape.online.now > 0 or looked_online(context.frozen.coverage, context.landscape.period)


def _anything_beside(context: SectionContext) -> bool:
    return any(each.more is not None and each.strong is not None for each in context.placements)


def _anything_to_weigh(context: SectionContext) -> bool:
    return bool(context.priorities or context.weighed.recommended or context.frozen.last_needs)


# Two are never equal: a lazy title has another hash in another language.
@dataclass(frozen=True, slots=True, eq=False)
class DiagnosisSection:
    number: int
    title: "StrOrPromise"
    has_content: Callable[[SectionContext], bool] = _always
    begins_page: bool = False

    def printed(self, blocks: Iterable[Block], *, one_page: bool = False) -> Section:
        return Section(
            number=str(self.number),
            title=str(self.title),
            blocks=list(blocks),
            new_page=self.begins_page,
            one_page=one_page,
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


SUMMARY = DiagnosisSection(Numbered.SUMMARY, _("Summary"))
# The summary has a page of its own, to be handed on.
SCOPE = DiagnosisSection(Numbered.SCOPE, _("Scope, method, and who looked where"), begins_page=True)
PLACES = DiagnosisSection(Numbered.PLACES, _("The city and its districts"))
LANDSCAPE = DiagnosisSection(Numbered.LANDSCAPE, _("The landscape"))
ONLINE = DiagnosisSection(Numbered.ONLINE, _("The online landscape"), _anybody_looked_online)
TARGETS = DiagnosisSection(Numbered.TARGETS, _("Who is targeted and affected"))
DRIVERS = DiagnosisSection(Numbered.DRIVERS, _("Drivers and protective factors"), _any_factor)
VOICES = DiagnosisSection(Numbered.VOICES, _("What stakeholders say"), _anybody_consulted)
PERCEIVED = DiagnosisSection(Numbered.PERCEIVED, _("What was recorded, and what was raised"), _anything_beside)
ASSETS = DiagnosisSection(Numbered.ASSETS, _("Assets, services and the network"), network.has_content)
JUDGEMENTS = DiagnosisSection(Numbered.JUDGEMENTS, _("Judgements, and what is not known"))
PRIORITIES = DiagnosisSection(Numbered.PRIORITIES, _("Priorities and recommendations"), _anything_to_weigh)
ANNEX = DiagnosisSection(Numbered.ANNEX, _("Annex"), begins_page=True)

SECTIONS = (
    *(SUMMARY, SCOPE, PLACES, LANDSCAPE, ONLINE, TARGETS, DRIVERS, VOICES),
    *(PERCEIVED, ASSETS, JUDGEMENTS, PRIORITIES, ANNEX),
)

# The annex's table of each family of categories, which the figures of that family lead to.
CATEGORY_TABLES = {
    "currents": "A3",
    "manifestations": "A4",
    "targets": "A5",
    "settings": "A6",
    "spaces": "A7",
    "source_types": "A8",
}


def sections_of(context: SectionContext) -> list[DiagnosisSection]:
    """Those of an edition, in its order."""
    by_number = {section.number: section for section in SECTIONS}
    return [by_number[each] for each in order(context)]


def empty_sections(context: SectionContext) -> list[DiagnosisSection]:
    return [section for section in SECTIONS if not section.has_content(context)]
