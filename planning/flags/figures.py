"""The figures that somebody attached to a judgement of their own, by their keys."""

from collections.abc import Iterator

from mapping.lists.of_figure import CHANGE, query_of
from reports.judgements.attached import cited_in, figure_of
from reports.models import Judgement


def attached_to(judgement: Judgement) -> Iterator[str]:
    """Of one district or one code alone, since no judgement of a change is of several."""
    for reference in cited_in(judgement):
        named = figure_of(reference)
        if named is None or named[1].also is not None or len(named[1].codes) != 1:
            continue
        key = f"{named[1].by}.{named[1].codes[0]}{CHANGE}"
        if query_of(key) is not None:
            yield key
