"""With and for whom a project may be said to be: at secondary and tertiary level by a setting or a need alone.

Who may be drawn in is nobody's origin, belief or language. A project that says so makes a group of people suspects in
the eyes of everybody who reads the plan, and of the group.
"""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from accounts.models import City
from mapping.vocabulary import Setting
from planning.models import Project
from records.registries.record_types import groups_of_city
from records.screening.groups import named_groups
from records.screening.origins import words_for_origin

# What says with and for whom it is, wherever one writes it.
SAID_IN = ("title", "objective", "for_whom")


def refused(project: Project) -> Mapping[str, str]:
    """By the name of the field, why this may not stand there; empty where all may. Inside the project's city."""
    return dict(_refused(project.city, project)) if project.is_for_some else {}


def _refused(city: City, project: Project) -> Iterator[tuple[str, str]]:
    groups = list(groups_of_city(city))
    for name in SAID_IN:
        if why := why_not(str(getattr(project, name) or ""), groups):
            yield name, why
    if project.setting == Setting.WORSHIP:
        yield (
            "setting",
            _(
                "At this level a place of worship says of which religion people are. Name the need, or another setting "
                "in which anybody may be."
            ),
        )


def why_not(text: str, groups: list[str]) -> str:
    """Why a text may not say whom such a project is for, with what to write in its place; `groups` are those that the
    city set out to hear."""
    if found := words_for_origin(text):
        return _(
            "This names people by origin, belief, language or migration: %(words)s. At secondary and tertiary level "
            "that makes all of them suspects, and those who need it stay away. %(instead)s"
        ) % {"words": _quoted(found), "instead": _instead()}
    if named := named_groups(text, groups):
        return _(
            "This names a group that the city set out to hear: %(groups)s. A group is a voice and never whom a project "
            "of secondary or tertiary level is for. %(instead)s"
        ) % {"groups": _quoted(named), "instead": _instead()}
    return ""


def _instead() -> str:
    return _(
        "Say in which setting or for which need somebody comes, such as “anyone of 13 to 19 who comes to the hall” or "
        "“pupils who are absent often”."
    )


def _quoted(words: list[str]) -> str:
    return ", ".join(f"“{each}”" for each in words)
