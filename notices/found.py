"""How one search over everything finds what members were told."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core import formats
from notices.models import ChangeNotice
from notices.models.notices import searched
from records.registries.findable import Findable, Hit


def _changes(member: Membership) -> Any:
    seen = ChangeNotice.objects.visible_to(member.user).filter(city=member.city_id).of_the_network().released()
    return seen.alias(searched=searched())


def _change(row: ChangeNotice, city: str) -> Hit:
    return Hit(str(row), reverse("change", args=[city, row.pk]), when=formats.day(row.made_at))


CHANGES = Findable(_("What changed"), _changes, _change, ("-made_at", "-pk"), "changes", members=True)
