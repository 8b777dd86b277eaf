"""The figures that judgements of a change are of, by their keys: "family.code.change"."""

from collections.abc import Iterator, Mapping

from django.db.models import Q
from django.utils.translation import gettext as _

from mapping.vocabulary import Current, Manifestation, Target
from planning.grounds import district_of
from reports.attached import cited_in, figure_of
from reports.models import Judgement

CITY, CHANGE = "city.change", ".change"
# The column of several codes that a family counts by, and what the codes are called.
FAMILIES = {
    "currents": ("currents__contains", Current),
    "manifestations": ("manifestations__contains", Manifestation),
    "targets": ("targets__contains", Target),
}


def query_of(key: str) -> Q | None:
    """Which records a judgement of a change counts; None where it is of no such figure."""
    if key == CITY:
        return Q()
    family, code = _parts(key)
    if family == "district" and code:
        return Q(district__code=code)
    return Q(**{FAMILIES[family][0]: [code]}) if family in FAMILIES and code else None


def attached_to(judgement: Judgement) -> Iterator[str]:
    """Keys of the figures that somebody attached to a judgement of their own: of one district or one code alone, since
    no judgement of a change is of several."""
    for reference in cited_in(judgement):
        named = figure_of(reference)
        if named is None or named[1].also is not None or len(named[1].codes) != 1:
            continue
        key = f"{named[1].by}.{named[1].codes[0]}{CHANGE}"
        if query_of(key) is not None:
            yield key


def name_of(key: str, names: Mapping[str, str]) -> str:
    """What people call it; `names` are those of districts by their codes."""
    family, code = _parts(key)
    if key == CITY:
        return _("The whole city")
    if family in FAMILIES:
        words = {str(each): str(each.label) for each in FAMILIES[family][1]}
        return words.get(code, code)
    return names.get(district_of(key), code)


def _parts(key: str) -> tuple[str, str]:
    if not key.endswith(CHANGE):
        return "", ""
    family, _dot, code = key.removesuffix(CHANGE).partition(".")
    return family, code
