"""Change notices: what changed, from what, to what, why, whom it affects and who decided."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Concat, Now
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts.city import CurrentCity
from accounts.history import with_history
from accounts.markings import Marking, readable
from accounts.models import ADMINS, STAFF, CityOwned, user_field
from core.formats import number
from core.lengths import REASON, SENTENCES
from records.models.review import has_role, open_to_member
from records.registries.change_notices import NoticeClass
from records.registries.findable import texts

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


class Words(NamedTuple):
    """The texts of a notice."""

    title: str
    before: str
    after: str
    why: str
    affects: str
    decided: str
    question: str


def searched(notice: str = "") -> Concat:
    """All that notices say, as they are kept and in the language of whoever looks; of rows that belong to one, `notice`
    leads there."""
    said = KeyTransform(get_language() or "", f"{notice}worded")
    kept = [f"{notice}{name}" for name in Words._fields]
    return texts(*kept, *(KeyTextTransform(name, said) for name in Words._fields))


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

    What the program writes it writes in every language it speaks (`say`), once: everybody reads it in theirs (`words`),
    and it stays as it was told. What a person writes is one text for all, in the city's own language.
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
    # By language, and by the name of the text; of texts that a person wrote anew nothing.
    worded = models.JSONField(_("as the program wrote it"), default=dict, blank=True, editable=False)
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
        if title := self.words.title:
            return title
        said = __("%(what)s: %(after)s") % {"what": self.get_what_display(), "after": self.news}
        return Truncator(said).chars(LONGEST_TITLE)

    @property
    def news(self) -> str:
        """What holds now; of readings, which are kept as a number alone, how many records it was."""
        if self.what != self.What.READING:
            return self.words.after
        read = int(self.after)
        return ngettext("%(count)s record", "%(count)s records", read) % {"count": number(read)}

    @property
    def words(self) -> Words:
        """What it says, in its reader's language as far as the program wrote it."""
        said = self.worded.get(get_language() or "", {})
        return Words(*(said.get(name, getattr(self, name)) for name in Words._fields))

    def say(self, compose: Callable[[], Mapping[str, str]], language: str) -> None:
        """Let it say these texts, composed in each language we speak; in this one for whoever writes them anew."""
        for code, _name in settings.LANGUAGES:
            with override(code):
                said = {name: self._cut(name, text) for name, text in compose().items()}
            self.worded = {**self.worded, code: said}
        for name, text in self.worded[language].items():
            setattr(self, name, text)

    def _cut(self, name: str, text: str) -> str:
        longest = self._meta.get_field(name).max_length  # type: ignore[union-attr]
        return Truncator(text).chars(longest) if longest else text

    def forget_words(self, as_it_was: "ChangeNotice") -> None:
        """Of texts that are not as they were: a person wrote them, for everybody."""
        kept = {name for name in Words._fields if getattr(self, name) == getattr(as_it_was, name)}
        self.worded = {
            code: {name: text for name, text in said.items() if name in kept} for code, said in self.worded.items()
        }

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
        said = self.figures.get("worded", {}).get(get_language() or "", {})
        kept = self.figures["rows"]
        labels = said.get("labels") or [label for _key, label, _was, _now in kept]
        rows = [FigureRow(label, was, now) for label, (_key, _label, was, now) in zip(labels, kept, strict=True)]
        reasons = [ReasonRow(*each) for each in said.get("reasons") or self.figures["reasons"]]
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
