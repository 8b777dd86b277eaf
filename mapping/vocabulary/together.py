"""What cannot both be so of one observation, whoever says it: a form, a file."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from mapping.vocabulary.what import Current, Target
from mapping.vocabulary.where import Place, Setting, Space

TOGETHER = ("place", "space", "setting", "platform", "targets", "currents")
# Codes that say there is none of the others.
NOTHING_ELSE = {"targets": Target.NONE.value, "currents": Current.NONE_KNOWN.value}
ONLINE_SETTINGS = frozenset({Setting.ONLINE_FORUM, Setting.SOCIAL_MEDIA, Setting.GAMING, Setting.MESSAGING})


def contradictions(
    *,
    place: str = "",
    space: str = "",
    setting: str = "",
    platform: str = "",
    targets: Sequence[str] = (),
    currents: Sequence[str] = (),
) -> Iterator[tuple[str, str]]:
    """The field where it is to be put right, and what is wrong."""
    if space == Space.OFFLINE:
        if place == Place.ONLINE:
            yield "space", _("It was online only, so it cannot have been offline. Change where it was, or the space.")
        elif setting in ONLINE_SETTINGS:
            yield "space", _("The setting is online, so it cannot have been offline. Change the setting, or the space.")
        elif platform:
            yield "space", _("It was on a platform, so it cannot have been offline. Take the platform out, or change "
                             "the space.")  # fmt: skip
    if Target.NONE in targets and len(set(targets)) > 1:
        yield "targets", _("“No group targeted” and a group cannot both be so. Keep one of them.")
    if Current.NONE_KNOWN in currents and len(set(currents)) > 1:
        yield "currents", _("“None known” and a current cannot both be so. Keep one of them.")
