"""A record is erased that something stands on: the projects on that are flagged, with how much of it is left, and no
word of what was in it."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.markings import highest
from core.formats import day, number
from mapping.models import named_today
from planning.actions.flags import raise_flag
from planning.flags.watching import told
from planning.grounds import STANDS, Justification, all_said
from planning.models import Grounding, Project, ReviewFlag
from planning.vocabulary import FlagCause, GroundKind
from reports.judgements.made_of import Made, of_judgement, of_need
from reports.models import Diagnosis, Judgement
from reports.selection import RawSnapshot, raw_snapshot_of


def after_erasure(city_id: int, model: str, numbers: Sequence[int], on_request: bool) -> list[tuple[str, str]]:
    """Inside the transaction that erases; it holds no files. Each ground of the last diagnosis that was released raises
    one flag a project, which tells the newest count until somebody decides.

    A figure of many records loses some whenever the time of a year is over, as the processing record says, and its
    snapshot goes: of a figure it is told where somebody asked for the erasure.
    """
    diagnosis = Diagnosis.objects.filter(city=city_id, released_on__isnull=False).order_by("-number").first()
    if diagnosis is not None:
        behind = Behind(diagnosis, on_request=on_request)
        for row in Grounding.objects.filter(project__in=Project.objects.not_over()).select_related("project"):
            made = behind.of(row.kind, row.key)
            if any(each._meta.label_lower == model and not of.isdisjoint(numbers) for each, of in made.items()):
                _flag(row, behind, made)
    return []


class Behind:
    """What the grounds of a diagnosis were made of."""

    def __init__(self, diagnosis: Diagnosis, *, on_request: bool) -> None:
        self.diagnosis, self.on_request = diagnosis, on_request
        self._found: dict[tuple[str, str], Made] = {}

    def of(self, kind: str, key: str) -> Made:
        """Looked for once, however many projects stand on it: it may be counted in every record of a year."""
        if (kind, key) not in self._found:
            self._found[kind, key] = self._of(kind, key)
        return self._found[kind, key]

    def _of(self, kind: str, key: str) -> Made:
        if kind != GroundKind.JUDGEMENT:
            category, _colon, area = key.partition(":")
            return of_need((category, area), self._raw)
        judgement = self._judgements.get(key)
        return of_judgement(judgement, self._raw) if judgement else {}

    @cached_property
    def said(self) -> Mapping[tuple[int, str, str], Justification]:
        """What each said; nothing where its reports were withdrawn. In the language of the diagnosis."""
        names = dict(named_today(self.diagnosis.city_id))
        return all_said([self.diagnosis.number], names)

    @cached_property
    def _judgements(self) -> dict[str, Judgement]:
        return {each.key: each for each in self.diagnosis.judgements.filter(state__in=STANDS)}

    @cached_property
    def _raw(self) -> "RawSnapshot | None":
        return raw_snapshot_of(self.diagnosis, is_going=True) if self.on_request else None


def _flag(row: Grounding, behind: Behind, made: Made) -> None:
    diagnosis = behind.diagnosis
    total = sum(map(len, made.values()))
    left = sum(model._default_manager.filter(pk__in=numbers).count() for model, numbers in made.items())
    with override(diagnosis.language):
        words = {"day": day(timezone.localdate()), "left": number(left), "all": number(total)}
        after = _("A record that this stands on was erased on %(day)s; %(left)s of %(all)s are left.") % words
        said = behind.said.get((diagnosis.number, row.kind, row.key))
        key = f"{row.kind}:{row.key}@{diagnosis.number}"
        is_new = raise_flag(
            project=row.project,
            cause=FlagCause.EVIDENCE_ERASED,
            key=key,
            before=told(said) if said else "",
            after=after,
            marking=highest([diagnosis.marking, *([said.marking] if said else [])]),
        )
    if is_new is None:
        known = ReviewFlag.objects.to_decide().filter(project=row.project, cause=FlagCause.EVIDENCE_ERASED, key=key)
        known.update(after=after)
