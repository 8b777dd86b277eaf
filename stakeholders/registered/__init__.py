"""The record types of the stakeholders: their history, drafts, end, and names; and what the map tells of them."""

from mapping.map import panel_facts
from stakeholders import district_facts
from stakeholders.registered import consultations, directory, memorandum
from stakeholders.said_in_district import said_in_district


def register() -> None:
    for each in (memorandum, directory, consultations):
        each.register()
    panel_facts.register(district_facts.told)
    panel_facts.register_hearer(said_in_district)
