"""What stands behind a judgement, as links: records that were counted, sessions in which something was said."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from reports.judgements.attached import FIGURE, OBSERVATION, PASSAGES, cited_in, figure_of, named, numbers_by_kind
from reports.models import Diagnosis, Judgement

Link = tuple[str, str]


def links_behind(judgements: Sequence[Judgement], diagnosis: Diagnosis) -> dict[int, list[Link]]:
    """By the number of the judgement; for whoever is cleared for the diagnosis."""
    numbers = numbers_by_kind(each for row in judgements for each in cited_in(row))
    sessions = {
        f"{kind}:{pk}": session
        for kind, model in PASSAGES.items()
        for pk, session in model.objects.filter(pk__in=numbers.get(kind, [])).values_list("pk", "consultation")
    }
    return {row.pk: list(_links(row, diagnosis, sessions)) for row in judgements}


def _links(row: Judgement, diagnosis: Diagnosis, sessions: dict[str, int]) -> Iterator[Link]:
    slug, number = diagnosis.city.slug, diagnosis.number
    for each in row.evidence:
        if "cited" in each:
            yield from _cited(str(each["cited"]), slug, number, sessions)
        elif each.get("consultations"):
            for pk in each["consultations"]:
                yield _("consultation %(pk)s") % {"pk": pk}, reverse("consultation", args=[slug, pk])
        elif each.get("records") and not each.get("needed"):
            told = each["records"]
            name = f"{each['what']}: {each['value']}"
            yield name, reverse("diagnosis_records", args=[slug, number, told["window"], told["of"]])


def _cited(reference: str, slug: str, number: int, sessions: dict[str, int]) -> Iterator[Link]:
    kind, _colon, of = reference.partition(":")
    if kind == OBSERVATION:
        yield named(reference), reverse("observation", args=[slug, of])
    elif kind == FIGURE and (figure := figure_of(reference)):
        window, chosen = figure
        yield named(reference), reverse("diagnosis_records", args=[slug, number, window, str(chosen)])
    elif reference in sessions:
        yield named(reference), reverse("consultation", args=[slug, sessions[reference]])
