"""Change notices: what changed, from what, to what, why, whom it affects and who decided."""

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.text import Truncator
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.city import CurrentCity
from accounts.history import with_history
from accounts.markings import Marking, readable
from accounts.models import ADMINS, STAFF, CityOwned, user_field
from core.formats import number
from core.lengths import REASON, SENTENCES
from records.announced import NoticeClass
from records.models.review import has_role, open_to_member

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

LONGEST_TITLE = 200


class FigureRow(NamedTuple):
    """One figure as it was printed, and as it would be today; no numbers where the difference may not be told."""

    label: str
    before: int | None
    after: int | None


class ReasonRow(NamedTuple):
    """What happened to a record behind it, by whom, and the reason that was given."""

    what: str
    who: str
    why: str


class CorrectedFigures(NamedTuple):
    rows: list[FigureRow]
    reasons: list[ReasonRow]
    hides_some: bool


class ChangeNoticeQuerySet(models.QuerySet["ChangeNotice"]):
    def pending(self) -> Self:
        return self.filter(state=ChangeNotice.State.PENDING)

    def released(self) -> Self:
        return self.filter(state=ChangeNotice.State.RELEASED)

    def of_the_network(self) -> Self:
        """Without what admins alone are told."""
        return self.exclude(what__in=ChangeNotice.FOR_ADMINS)

    def for_clearance_of(self, user: "User | AnonymousUser") -> Self:
        """As they are marked by now: what was raised after it was told is closed from then on."""
        return self.filter(open_to_member(user), city=CurrentCity())

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """What the network was told, and to those who work here what is to be released; each up to its marking."""
        is_open = Q(state=ChangeNotice.State.RELEASED) | Q(has_role(user, STAFF))
        is_admins = Q(what__in=ChangeNotice.FOR_ADMINS)
        return self.for_clearance_of(user).filter(is_open, ~is_admins | Q(has_role(user, ADMINS)))

    def about(self, model: str, record: int) -> Self:
        return self.filter(model=model, record=record)


@with_history()
class ChangeNotice(CityOwned):
    """One change, told to every member once somebody released it.

    `sources` says of what in the history it is made: for each row, by its model and number, the event before the change
    and the newest. Difference, class and marking come from there, the texts are a person's to change until it is
    released. What the program writes without anybody (a released diagnosis, a change that waits) names numbers and
    periods, never what a record or a report says.
    """

    class What(models.TextChoices):
        RELEASE = "release", _("A diagnosis was released")
        CHANGE = "change", _("Something changed")
        FIGURES = "figures", _("A figure that was printed is corrected")
        MEMORANDUM = "memorandum", _("The network's memorandum")
        SECOND_ADMIN = "second", _("A change waits for a second admin")
        ACCOUNT = "account", _("The host closed or opened an admin's account")
        READING = "reading", _("One person read unusually much")

    class State(models.TextChoices):
        PENDING = "pending", _("To be released")
        RELEASED = "released", _("Released")

    # To take note, or to answer, is not what was asked: that is done elsewhere (`Asked.settled_at`).
    DONE_ELSEWHERE = (What.MEMORANDUM,)
    # Told to admins alone.
    FOR_ADMINS = (What.SECOND_ADMIN, What.ACCOUNT, What.READING)

    what = models.CharField(_("what"), max_length=20, choices=What)
    notice_class = models.CharField(_("how it is told"), max_length=6, choices=NoticeClass, default=NoticeClass.MUST)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.RELEASED, editable=False)
    marking = models.CharField(
        _("marking of what it was made of"), max_length=12, choices=Marking, default=Marking.CLEAR, editable=False
    )
    title = models.CharField(_("what changed"), max_length=LONGEST_TITLE, blank=True)
    before = models.CharField(_("before"), max_length=SENTENCES, blank=True)
    after = models.CharField(_("after"), max_length=SENTENCES, blank=True)
    why = models.TextField(_("why"), max_length=REASON, blank=True)
    affects = models.TextField(_("whom it affects"), max_length=REASON, blank=True)
    decided = models.TextField(_("who decided"), max_length=REASON, blank=True)
    question = models.TextField(_("what is asked"), max_length=REASON, blank=True)
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    link = models.CharField(_("where to read it"), max_length=200, blank=True)
    model = models.CharField(_("about what kind of record"), max_length=80, blank=True, editable=False)
    record = models.BigIntegerField(_("about which record"), default=0, editable=False)
    sources = models.JSONField(_("made of these events"), default=dict, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        editable=False,
    )
    made_by = user_field()
    # Of figures that were printed: which are others, before and now, and why, for those who read the edition that
    # prints them exactly; what the notice says in words is for everybody who has another. Of unusual reading the
    # figures are `before` and `after`, of records up to whatever that person may read.
    figures = models.JSONField(_("which figures, before and after"), default=dict, blank=True, editable=False)
    figures_marking = models.CharField(
        _("marking of these figures"), max_length=12, choices=Marking, default=Marking.AMBER, editable=False
    )
    # Of one that is to be released: since when it waits.
    made_at = models.DateTimeField(_("told"), db_default=Now())

    objects: ClassVar[models.Manager["ChangeNotice"]] = ChangeNoticeQuerySet.as_manager()

    class Meta(CityOwned.Meta):
        verbose_name = _("change notice")
        ordering = ["-made_at", "-id"]
        constraints = [
            *CityOwned.Meta.constraints,
            models.UniqueConstraint(
                fields=["city", "model", "record", "what"],
                condition=Q(state="pending"),
                name="notices_changenotice_one_pending",
                violation_error_message=_("A notice of this waits already."),
            ),
        ]
        indexes = [
            models.Index(fields=["city", "model", "record"], name="notices_changenotice_about"),
            # what is to be released is little, and found by the constraint above
            models.Index(
                fields=["city", "made_at", "id"], condition=Q(state="released"), name="notices_changenotice_told"
            ),
            models.Index(
                fields=["city"],
                condition=Q(what__in=["second", "account", "reading"]),
                name="notices_changenotice_admins",
            ),
        ]

    def __str__(self) -> str:
        if self.title:
            return self.title
        said = __("%(what)s: %(after)s") % {"what": self.get_what_display(), "after": self.news}
        return Truncator(said).chars(LONGEST_TITLE)

    @property
    def news(self) -> str:
        """What holds now; of readings, which are kept as a number alone, how many records it was."""
        if self.what != self.What.READING:
            return self.after
        read = int(self.after)
        return ngettext("%(count)s record", "%(count)s records", read) % {"count": number(read)}

    def named_for(self, clearance: str) -> str:
        """Its title, with no number of records that somebody cleared so far could not count."""
        return str(self) if self.counts_for(clearance) else self.get_what_display()

    def counts_for(self, clearance: str) -> bool:
        """Whether somebody cleared so far may be told how many records were read: only who may read them all."""
        return self.what != self.What.READING or readable(self.figures_marking, clearance)

    def is_asked_of(self, user: int) -> bool:
        """Whether an answer of this person is asked, for themselves or for a body they speak for.

        Also where all that was asked is done (`Asked.settled_at`): whoever signed on paper, or was asked about a
        version that was replaced, may still say something, and says it in the name of their body. What still waits for
        somebody is `Delivery`'s to say (`to_acknowledge`), which looks at it.
        """
        return bool(self.question) and bool(self.asked.of(user).exists())

    @property
    def is_pending(self) -> bool:
        return self.state == self.State.PENDING

    def figures_for(self, clearance: str) -> "CorrectedFigures | None":
        """What somebody cleared so far reads of the figures; None where it tells of none that they may read."""
        if not self.figures.get("rows") or not readable(self.figures_marking, clearance):
            return None
        rows = [FigureRow(label, was, now) for _key, label, was, now in self.figures["rows"]]
        reasons = [ReasonRow(*each) for each in self.figures["reasons"]]
        return CorrectedFigures(rows, reasons, any(row.before is None for row in rows))

    @property
    def is_for_admins(self) -> bool:
        return self.what in self.FOR_ADMINS

    def events_of(self, row: str) -> tuple[int, int]:
        """Of a row that it is made of (`mapping.factor:12`): the event before the change, 0 where there was none, and
        the newest. Nothing where it is not made of it."""
        since, until = (self.sources.get(row) or [0, 0])[:2]
        return int(since), int(until)

    def set_source(self, row: str, *, before: int, newest: int) -> None:
        """The change begins where the first event did that it was made of."""
        since: Any = self.sources.get(row)
        self.sources = {**self.sources, row: [since[0] if since else before, newest]}
