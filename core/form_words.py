"""What a form says of a field that is empty or wrong: what is to be done there, in words of that field."""

import datetime
import unicodedata
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.forms.utils import pretty_name
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

# What most labels become; a label for which that reads badly stands below.
TICK = _("Tick “%(label)s” to go on.")
SEVERAL = _("Choose at least one under “%(label)s”.")
CHOICE = _("Choose one under “%(label)s”.")
DAY = _("Give a day under “%(label)s”.")
NUMBER = _("Give a number under “%(label)s”.")
FILE = _("Choose a file under “%(label)s”.")
TEXT = _("Write something under “%(label)s”.")
SAY_WHY, SAY_WHAT_ABOUT = _("Say why."), _("Say what it was about.")
# What a list to choose one of begins with, as Django writes it, and the words in its place.
DASHES = "---------"
EMPTY = ("", DASHES)
TO_CHOOSE, NOTHING_CHOSEN = _("Choose…"), _("Nothing chosen")
# By the English label.
ASKED: dict[str, Any] = {
    "Title": _("Enter a title."),
    "Name": _("Enter a name."),
    "Your name": _("Enter your name."),
    "Name of the member": _("Enter the name of the member."),
    "E-mail address": _("Enter an e-mail address."),
    "Email": _("Enter an e-mail address."),
    "Password": _("Enter your password."),
    "Password now": _("Enter your password of today."),
    "New password": _("Enter a new password."),
    "New password, once more": _("Enter the new password once more."),
    "Code": _("Enter the code."),
    "The six digits": _("Enter the code that your app shows."),
    "Reason": SAY_WHY,
    "Because": SAY_WHY,
    "Why?": SAY_WHY,
    "Why one person decides": _("Say why one person decides."),
    "Why it is erased": _("Say why it is erased."),
    "Why is it withdrawn?": _("Say why it is withdrawn."),
    "Why does it stay as it is?": _("Say why it stays as it is."),
    "Why does it end?": _("Say why it ends."),
    "Reason for withdrawing": _("Say why it is withdrawn."),
    "What is missing": _("Say what is missing."),
    "What happened": _("Say what happened."),
    "What happened, in two sentences": _("Say what happened, in two sentences."),
    "What happened, or what is new?": _("Say what happened, or what is new."),
    "What changes, and why?": _("Say what changes, and why."),
    "What was it about?": SAY_WHAT_ABOUT,
    "What is needed": _("Say what is needed."),
    "What was found": _("Say what was found."),
    "What was recommended": _("Say what was recommended."),
    "What is recommended": _("Say what is recommended."),
    "What is measured": _("Say what is measured."),
    "What it offers": _("Say what it offers."),
    "What is new, and why it is released now": _("Say what is new, and why it is released now."),
    "What is to be different afterwards?": _("Say what is to be different afterwards."),
    "What they did not agree on": _("Say what they did not agree on."),
    "What should be otherwise, and why?": _("Say what should be otherwise, and why."),
    "With and for whom is it?": _("Say with and for whom it is."),
    "Who answers for it?": _("Say who answers for it."),
    "Who asked for it first?": _("Say who asked for it first."),
    "Where does it not agree?": _("Say where it does not agree."),
    "How is it known?": _("Say how it is known."),
    "Decided by": _("Say who decided it."),
    "Its end was decided by": _("Say who decided its end."),
    "From where it is known": _("Say from where it is known."),
    "Your answer": _("Write your answer."),
    "Answer": _("Choose an answer."),
    "When": _("Say when it was."),
    "Where": _("Say where."),
    "District": _("Choose a district."),
    "Districts": _("Choose at least one district."),
    "Source": _("Choose a source."),
    "Organisation": _("Choose an organisation."),
    "Indicator": _("Choose an indicator."),
    "Member": _("Choose a member."),
    "City": _("Choose a city."),
    "Country": _("Choose a country."),
    "Time zone": _("Choose a time zone."),
    "Languages": _("Choose at least one language."),
    "Emergency number": _("Enter the emergency number."),
    "Role": _("Choose a role."),
    "Clearance": _("Choose a clearance."),
    "Marking": _("Choose a marking."),
    "Status": _("Choose a status."),
    "Kind": _("Choose a kind."),
    "Kind of need": _("Choose a kind of need."),
    "Confidence": _("Choose a confidence."),
    "What kind of event": _("Choose at least one kind of event."),
    "How do we know?": _("Say how we know."),
    "How exactly is the time known?": _("Say how exactly the time is known."),
    "What do you decide?": _("Choose what you decide."),
    "People": _("Enter how many people."),
    "Hours": _("Enter how many hours."),
    "Value": _("Enter the value."),
}

# A year of two digits, typed into the browser's own field for a day, is the one of then: 0024. Records of that year are
# in no list that anybody looks at, and calendars begin with the year 1. What is too late each form says itself.
FIRST_DAY = datetime.date(1900, 1, 1)
NO_YEAR = _("The year is %(year)s. Write it with four digits, from %(first)s on.")
# A title of nothing but such characters is a line in a list that nobody can open.
FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
UNSEEN = _("Nothing of this can be seen. Type it again.")
UNKEPT = _("There is a character in it that cannot be kept. Type it again.")
# Controls, and what parts lines and paragraphs.
STEERING = {"Cc", "Zl", "Zp"}
NOT_OFFERED = _("What was chosen is not offered here. Choose one of those listed.")
# What is wrong and what to do, by the kind of field, the more general first.
WRONG: tuple[tuple[type[forms.Field], dict[str, Any]], ...] = (
    (
        forms.CharField,
        {
            "max_length": _("At most %(limit_value)s characters fit here; these are %(show_value)s. Shorten it."),
            "min_length": _("At least %(limit_value)s characters are needed; these are %(show_value)s. Add to it."),
            "null_characters_not_allowed": UNKEPT,
        },
    ),
    (
        forms.EmailField,
        {"invalid": _("This is not an e-mail address. Write it in full, such as name@example.org.")},
    ),
    (
        forms.URLField,
        {"invalid": _("This is not the address of a page. Write it in full, such as https://example.org.")},
    ),
    (
        forms.IntegerField,
        {
            "invalid": _("This is not a whole number. Write it in digits, such as 12."),
            "min_value": _("This is too small. Give at least %(limit_value)s."),
            "max_value": _("This is too large. Give at most %(limit_value)s."),
        },
    ),
    (
        forms.DecimalField,
        {
            "invalid": _("This is not a number. Write it in digits."),
            "max_digits": _("This has too many digits. Give at most %(max)s."),
            "max_decimal_places": _("This is too exact. Give at most %(max)s digits after the point."),
            "max_whole_digits": _("This is too large. Give at most %(max)s digits before the point."),
        },
    ),
    (forms.DateField, {"invalid": _("This is not a day. Write year, month and day, such as 2026-03-31.")}),
    (forms.ChoiceField, {"invalid_choice": NOT_OFFERED}),
    (
        forms.MultipleChoiceField,
        {"invalid_choice": _("Something that was chosen is not offered here. Choose of those listed.")}
        | {"invalid_list": _("This could not be read. Choose of those listed.")},
    ),
    (
        forms.ModelMultipleChoiceField,
        {"invalid_choice": _("Something that was chosen is not offered here. Choose of those listed.")}
        | {"invalid_list": _("This could not be read. Choose of those listed.")}
        | {"invalid_pk_value": _("This could not be read. Choose of those listed.")},
    ),
    (SimpleArrayField, {"item_invalid": _("Number %(nth)s in the list is wrong:")}),
    (
        forms.FileField,
        {
            "invalid": _("No file came with the form. Choose it again."),
            "missing": _("No file came with the form. Choose it again."),
            "empty": _("The file is empty. Choose another."),
            "max_length": _("The name of the file is too long: at most %(max)d characters. Rename it."),
        },
    ),
)


def year_is_meant(day: datetime.date) -> None:
    """Raises ValidationError for a day of a year that nobody means."""
    if day < FIRST_DAY:
        words = {"year": f"{day.year:04}", "first": str(FIRST_DAY.year)}
        raise ValidationError(NO_YEAR, code="year", params=words)


def can_be_seen(text: str) -> None:
    """Raises ValidationError for a text of which nothing is seen: spaces of no width, marks of direction, fillers; and
    what only changes another sign, such as an accent or a selector, where there is none."""
    if not any(unicodedata.category(sign)[0] in "LNPS" and sign not in FILLERS for sign in text):
        raise ValidationError(UNSEEN, code="unseen")


def is_one_line(text: str) -> None:
    """Raises ValidationError for a text of one line that has a line break in it, or another sign that only steers, as
    no keyboard writes it: what is made of it is the subject of a mail or the title of a feed."""
    if any(unicodedata.category(sign) in STEERING and sign not in "\t\0" for sign in text):
        raise ValidationError(UNKEPT, code="one_line")


class OwnWords(forms.BaseForm):
    """Puts the words above in the place of Django's own; what a field says by `error_messages` itself stays.

    When the form is looked through, so that fields, labels and duties that came later are told of too.
    """

    def full_clean(self) -> None:
        for name, field in self.fields.items():
            field.error_messages |= dict(_words(name, field))
            if isinstance(field, forms.DateField) and year_is_meant not in field.validators:
                field.validators.append(year_is_meant)
            if _is_text(field) and can_be_seen not in field.validators:
                field.validators.append(can_be_seen)
            if _is_text(field) and isinstance(field.widget, forms.TextInput) and is_one_line not in field.validators:
                field.validators.append(is_one_line)
            if isinstance(field, forms.ModelChoiceField):
                # the one thing that Django says past `error_messages`
                vars(field)["validate_no_null_characters"] = ProhibitNullCharactersValidator(NOT_OFFERED)
        super().full_clean()

    def __getitem__(self, name: str) -> forms.BoundField:
        field = self.fields.get(name)
        if isinstance(field, forms.ChoiceField):
            _name_what_is_empty(field)
        return super().__getitem__(name)


def _is_text(field: forms.Field) -> bool:
    """Words that are stripped, so no password; a list of words is a text only until it is read."""
    return isinstance(field, forms.CharField) and field.strip and not isinstance(field, SimpleArrayField)


def _name_what_is_empty(field: forms.ChoiceField) -> None:
    """Django's nine dashes say nothing, and are read aloud one by one."""
    words: Any = TO_CHOOSE if field.required else NOTHING_CHOSEN
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == DASHES:
            field.empty_label = words
        return
    choices: Any = field.choices
    if next(iter(choices), None) == EMPTY:
        field.choices = [("", words), *list(choices)[1:]]


def _words(name: str, field: forms.Field) -> Iterator[tuple[str, Any]]:
    theirs = _of_django(type(field))
    wrong: dict[str, Any] = {"required": asked(name, field)}
    for kind, words in WRONG:
        if isinstance(field, kind):
            wrong |= words
    for code, words in wrong.items():
        if code not in field.error_messages or field.error_messages[code] is theirs.get(code):
            yield code, words


def asked(name: str, field: forms.Field) -> str:
    """What to do in a field that is empty."""
    label = field.label or pretty_name(name)
    with override(None):
        english = str(label)
    if english in ASKED:
        return str(ASKED[english])
    return str(_kind(field)) % {"label": label}


def _kind(field: forms.Field) -> Any:
    if isinstance(field.widget, forms.widgets.ChoiceWidget):
        return SEVERAL if field.widget.allow_multiple_selected else CHOICE
    kinds = ((forms.BooleanField, TICK), (forms.DateField, DAY), (forms.IntegerField, NUMBER), (forms.FileField, FILE))
    return next((words for kind, words in kinds if isinstance(field, kind)), TEXT)


def _of_django(kind: type[forms.Field]) -> dict[str, Any]:
    """The words that Django itself gives a field of this kind; those of our own fields are left as they are."""
    words: dict[str, Any] = {}
    for each in reversed(kind.__mro__):
        words |= each.__dict__.get("default_error_messages", {}) if each.__module__.startswith("django.") else {}
    return words
