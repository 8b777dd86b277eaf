"""What of a diagnosis a project stands on, by a key that the next diagnosis has too."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.history import with_history
from accounts.models import CityOwned
from planning.models.projects import Project
from planning.vocabulary import GroundKind

LONGEST_KEY = 120


@with_history(part_of="project")
class Grounding(CityOwned):
    """`key` is that of a judgement, "category:district" of a priority (no district: the whole city), or the category of
    a need; `chosen_in` is the number of the diagnosis in which it was read. No sentence is copied: who may read it
    reads it there, as it is marked there.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="groundings", db_constraint=False)
    kind = models.CharField(_("kind"), max_length=10, choices=GroundKind)
    key = models.CharField(_("key"), max_length=LONGEST_KEY)
    chosen_in = models.PositiveIntegerField(_("diagnosis no."))

    class Meta(CityOwned.Meta):
        verbose_name = _("ground")
        ordering = ["id"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(fields=["city", "project", "kind", "key"], name="planning_grounding_once"),
            models.CheckConstraint(
                condition=Q(kind__in=GroundKind.values) & ~Q(key=""), name="planning_grounding_vocabulary"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"
