"""What a page calls optional may stay empty, whatever was answered beside it."""

from collections.abc import Callable, Iterator

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms
from django.forms import BaseForm

from accounts.models import City, Membership
from mapping.forms.observations import CompletedForm, ObservationForm
from mapping.forms.sources import StretchRow
from mapping.models import Observation, SourceCoverage
from reports.forms import CheckForm, JudgementForm
from reports.models import Judgement, ReleaseCheck
from stakeholders.forms import sections
from stakeholders.forms.conversations import ConversationForm
from stakeholders.forms.session_rows import Offered
from stakeholders.forms.sessions import ConsentForm, ConsultationForm, HeardForm, SessionForm
from stakeholders.models import Consultation
from tests.mapping.makers import inside
from tests.stakeholders.makers import make_consultation

Make = Callable[..., BaseForm]


def _of_consultations(city: City, by: Membership) -> Iterator[Make]:
    for form in (ConsultationForm, SessionForm, HeardForm, ConsentForm, ConversationForm):
        yield lambda *data, form=form: form(*data, instance=_session(city), by=by.user)


def _session(city: City) -> Consultation:
    return Consultation(city=city, confidentiality="confidential")


def _of_rows(city: City, by: Membership) -> Iterator[Make]:
    offered = Offered.to(make_consultation(city, by))
    for lists in sections.ROWS.values():
        for rows in lists:
            yield lambda *data, rows=rows: rows.row(*data, instance=rows.model(city=city), offered=offered)


def _others(city: City, by: Membership) -> Iterator[Make]:
    yield lambda *data: ObservationForm(*data, instance=Observation(city=city))
    yield lambda *data: CompletedForm(*data, instance=Observation(city=city), clearance="red")
    yield lambda *data: StretchRow(*data, instance=SourceCoverage(city=city), offered=[("1", "One")], covered={})
    proposed = Judgement(city=city, proposed="P", statement="P", proposed_confidence="low", confidence="low")
    yield lambda *data: JudgementForm(*data, instance=proposed)
    yield lambda *data: CheckForm(*data, instance=ReleaseCheck(city=city), city=city, question="Q", hint="H")


def _answers(form: BaseForm) -> Iterator[dict[str, str]]:
    """Each answer of each question with a few of them, and none at all."""
    yield {}
    for name, field in form.fields.items():
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.MultipleChoiceField):
            offered: list[tuple[object, object]] = list(field.choices)  # type: ignore[arg-type]
            codes = [code for code, _label in offered if isinstance(code, str) and code]
            yield from ({name: code} for code in codes[:12])


def _called_optional(form: BaseForm) -> set[str]:
    return {name for name, field in form.fields.items() if not (field.required or hasattr(field, "needed_if"))}


@pytest.mark.parametrize("kinds", [_of_consultations, _of_rows, _others])
def test_what_may_not_stay_empty_is_never_called_optional(
    elverhavn: City, bob: Membership, kinds: Callable[[City, Membership], Iterator[Make]]
) -> None:
    with inside(elverhavn):
        wrong = set()
        for make in kinds(elverhavn, bob):
            empty = make()
            for answer in _answers(empty):
                filled = make(answer)
                optional = _called_optional(empty) | _called_optional(filled)
                wrong |= {(type(filled).__name__, name, str(answer)) for name in filled.errors if name in optional}
        assert wrong == set()


def test_the_page_says_after_which_answer_a_field_is_needed(elverhavn: City, bob: Membership) -> None:
    with inside(elverhavn):
        for data in ([], [{"confidentiality": "confidential"}], [{"confidentiality": "on_record"}]):
            shown = render_crispy_form(ConsultationForm(*data, instance=Consultation(city=elverhavn), by=bob.user))
            label = shown[shown.index("The one admin who reads it") :]
            assert "(needed if it is confidential)" in label[: label.index("<select")]
            assert "(optional)" not in label[: label.index("<select")]
