"""The do-no-harm check reads every word of the very editions that are released, and lets nothing stand unanswered."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts.models import City, Membership
from core.errors import Refused
from jobs import artefacts
from jobs.models import Job, JobState
from output.document import (
    Banner,
    Block,
    Bullets,
    Column,
    Cover,
    Facts,
    Figure,
    Heading,
    JudgementCard,
    KeySentence,
    Paragraph,
    Section,
    SmallPrint,
    Table,
)
from output.web.page import page_of
from records.screening import Finding, screen
from reports import tasks
from reports.actions import answer_check, keep_edition, release
from reports.models import PAGE, PDF, Diagnosis, ReleaseCheck, Snapshot
from reports.release.harm import QUESTIONS
from reports.release.hits import _places, fingerprints_of, hits, is_our_own, pages_of
from reports.release.permissions import unanswered
from reports.release.printed import printed_in
from reports.sections.report import build_report
from tests.factories import make_member, sign_in
from tests.mapping.makers import inside, with_record
from tests.reports.hearings import BODIES, city, need, session
from tests.reports.release.releasing import HERE, in_review, send_form
from tests.reports.sample import sample_report
from tests.stakeholders.makers import make_group, make_organisation

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text>w-svg</text></svg>'
EVERYWHERE: list[Block] = [
    KeySentence("w-key"),
    Heading("w-heading"),
    Paragraph("w-paragraph"),
    Bullets(["w-bullet"]),
    SmallPrint("w-small"),
    Banner("w-banner"),
    Figure(svg=SVG, alt="w-alt", caption="w-caption", title="w-figure"),
    Table(columns=[Column("w-column")], rows=[["w-cell"]], title="w-table", note="w-note"),
    Facts([("w-fact", "w-value")]),
    JudgementCard(
        statement="w-judgement", likelihood="w-likelihood", confidence="w-confidence", reasons=["w-reason"],
        evidence=["w-evidence"], status="w-status",
    ),
]  # fmt: skip
COVER = Cover(
    city="w-city", title="w-title", lines=["w-line"], facts=[("w-key-of-fact", "w-cover-fact")], banner="w-notice",
    outline=SVG, outline_alt="w-outline",
)  # fmt: skip
# Of the cover a page shows its lines, facts and banner; the title is that of the report.
NOT_ON_THE_PAGE = {"w-title", "w-outline"}


def test_every_text_of_every_kind_of_block_is_read_with_its_section() -> None:
    sections = [Section(title="w-section", number="5", blocks=EVERYWHERE)]
    page = json.loads(page_of(sample_report(cover=COVER, sections=sections)))
    found = {each.text: each.section for each in printed_in(page) if each.text.startswith(("w-", "5 w-"))}
    written = {
        word for word in str([COVER, *EVERYWHERE]).replace(">", "'").replace("<", "'").split("'") if word[:2] == "w-"
    }
    assert len(written) > 25
    assert written - set(found) == NOT_ON_THE_PAGE
    assert {found[word] for word in ("w-cell", "w-alt", "w-evidence", "w-svg")} == {"5 w-section"}


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("Variance over the mean of a Poisson count", False),
        ("Nov 2025", True),
        ("Mar", True),
        ("12 Jan", True),
        ("Jan said that nobody came", False),
        ("We asked Jan", False),
        ("We asked Jens Petersen at the quay", False),
    ],
)
def test_a_month_is_ours_and_a_name_is_not(text: str, ours: bool) -> None:
    found = [
        each for each in screen(text, country="DK") if each.text.split()[0] in {"Jan", "Mar", "Nov", "Jens", "Poisson"}
    ]
    assert {is_our_own(text, each, "en") for each in found} <= {ours}


DIGEST = "22334455abcd8899" + "43235193" + "c09bcfb280a80d06f9d581ad0eac4b9044b7a2cc"
BY_FOUR, BY_EIGHT = fingerprints_of(DIGEST)


@pytest.mark.parametrize(
    ("text", "number", "asked"),
    [
        (BY_FOUR, "2233 4455", False),
        (f"Fingerprint {BY_FOUR}", "2233 4455", False),
        (BY_EIGHT, "43235193", False),
        (f"{BY_EIGHT}\n", "22334455", False),
        # the same figures, and the shape of a fingerprint, by people
        ("2233 4455 abcd 8898", "2233 4455", True),
        ("43235193 and no fingerprint", "43235193", True),
        ("Call 2233 4455 or 6677 8899", "2233 4455", True),
        (BY_EIGHT.replace("abcd8899", "abcd8898"), "43235193", True),
        (f"{BY_EIGHT} 43235193", "43235193", True),
    ],
)
def test_a_group_of_the_very_fingerprint_is_no_number_to_call(text: str, number: str, asked: bool) -> None:
    found = screen(text, country="DK")
    assert any(number in each.text for each in found)
    assert any(not is_our_own(text, each, "en", (BY_FOUR, BY_EIGHT)) for each in found) == asked


@pytest.mark.parametrize("language", ["en", "da"])
def test_what_the_program_writes_by_itself_is_no_hit(language: str) -> None:
    """A whole diagnosis of people who named nobody: what is left of the screen is the address of the office."""
    context = city(session(*BODIES, needs=[need(name) for name in BODIES]))
    with override(language):
        page = json.loads(page_of(build_report(context)))
    texts = dict.fromkeys(each.text for each in printed_in(page))
    known = ["Elverhavn", *context.names.values(), *BODIES]
    found = [(text, each) for text in texts for each in screen(text, country="DK", known=known)]
    assert len(found) > {"en": 3, "da": 2}[language]
    fingerprints = fingerprints_of(context.frozen.sha256)
    left = {each.text for text, each in found if not is_our_own(text, each, language, fingerprints)}
    assert left <= {"dpo@elverhavn.example"}


def _with_page(made: Diagnosis, text: str, audience: str = "restricted") -> None:
    page = page_of(sample_report(sections=[Section(title="What people say", number="9", blocks=[Paragraph(text)])]))
    stored = artefacts.store(made.city_id, page, PAGE)
    pdf = artefacts.store(made.city_id, b"%PDF " + text.encode(), PDF)
    keep_edition(diagnosis=made, audience=audience, sha256=pdf.sha256, size=pdf.size, page_sha256=stored.sha256,
                 engine="test")  # fmt: skip


def _new(made: Diagnosis) -> dict[str, Any]:
    """What is found beyond the sample report itself."""
    return {each.found: each for each in hits(made) if "Petersen" in each.found or "22 33" in each.found}


@pytest.fixture
def checked(elverhavn: City, alice: Membership) -> Diagnosis:
    with_record(elverhavn)
    made = in_review(elverhavn, "More was recorded at the quay.")
    with inside(elverhavn):
        made.judgements.update(state="confirmed", decided_at="2026-01-01T00:00Z")
    return made


def _answers(made: Diagnosis, answer: str = "addressed") -> list[ReleaseCheck]:
    note = "" if answer == "no_risk" else "The boxing club asked to be named."
    found = [ReleaseCheck(question=each.code, answer=answer, note=note) for each in hits(made)]
    return [ReleaseCheck(question=each.code, answer="no_risk") for each in QUESTIONS] + found


def test_a_hit_stands_with_its_edition_its_section_and_the_words_around(elverhavn: City, checked: Diagnosis) -> None:
    with inside(elverhavn):
        _with_page(checked, "At the boxing club Jens Petersen was asked, and came.")
        _with_page(checked, "The words of Jens Petersen once more.", "partner")
        places = _new(checked)["likely name “Jens Petersen”"].places
    assert [(each.edition, each.section) for each in places] == [
        ("Partner edition", "9 What people say"), ("Restricted edition", "9 What people say")]  # fmt: skip
    assert f"{places[1].before}|{places[1].found}|{places[1].after}" == (
        "At the boxing club |Jens Petersen| was asked, and came.")  # fmt: skip


def test_the_names_of_the_city_are_asked_for_once_however_many_texts_there_are(
    elverhavn: City, checked: Diagnosis
) -> None:
    asked = []
    with inside(elverhavn):
        for many in (1, 2, 40):
            paragraphs: list[Block] = [Paragraph(f"Text {number} of {many}.") for number in range(many)]
            page = page_of(sample_report(sections=[Section(title="What people say", number="9", blocks=paragraphs)]))
            stored = artefacts.store(checked.city_id, page, PAGE)
            keep_edition(diagnosis=checked, audience="restricted", sha256=stored.sha256, size=1, engine="test",
                         page_sha256=stored.sha256)  # fmt: skip
            with CaptureQueriesContext(connection) as queries:
                hits(checked)
            asked.append(len(queries))
    # the first asks what stays in memory
    assert asked[1] == asked[2] < 20


def test_what_editions_print_is_looked_through_once_however_often_somebody_answers(
    elverhavn: City, alice: Membership, checked: Diagnosis, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_through: list[str] = []

    def telling(screened: Callable[[str], Sequence[Finding]], text: str) -> Iterator[tuple[int, int, str]]:
        looked_through.append(text)
        return _places(screened, text)

    with inside(elverhavn):
        _with_page(checked, "Jens Petersen was asked.")
        answers = _answers(checked)
        monkeypatch.setattr("reports.release.hits._places", telling)
        # what was found is kept for a day, also from one run of the tests to the next
        run = uuid4().hex
        for note in (f"Karen Jensen said so in {run}.", f"Karen Jensen did in {run}."):
            answers[-1].note = note
            answer_check(diagnosis=checked, answers=answers, by=alice.user)
            assert note in looked_through
            assert "Jens Petersen was asked." not in looked_through
            assert "likely name “Karen Jensen”" in {each.found for each in hits(checked)}


def test_what_the_city_itself_is_called_is_no_hit(elverhavn: City, checked: Diagnosis) -> None:
    make_organisation(elverhavn, name="Karen Jensen Fonden")
    make_group(elverhavn, name="Roma families")
    with inside(elverhavn):
        _with_page(checked, "Karen Jensen Fonden and Roma families were heard in Elverhavn. Ask dpo@elverhavn.example.")
        assert [each.found for each in hits(checked) if "Jensen" in each.found or "Roma" in each.found] == []


def test_the_fingerprint_of_the_records_is_nobodys_number(elverhavn: City, checked: Diagnosis) -> None:
    """As the annex prints it by eight and the foot of a page by four; another number of eight figures is one."""
    sha = "6b64be566127736020123456" + "a" * 40
    with inside(elverhavn):
        for size, printed in zip((4, 8), fingerprints_of(sha), strict=True):
            _with_page(checked, f"{printed} and {22_334_455 - size}")
            before = {each.found for each in hits(checked)}
            Snapshot.objects.update_or_create(
                city=elverhavn, diagnosis=checked, defaults={"sha256": sha, "size": 1, "method_version": "4"}
            )
            after = {each.found for each in hits(checked)}
            assert any(str(22_334_455 - size) in each for each in after)
            assert not any("6127" in each or "2012" in each for each in after)
            Snapshot.objects.all().delete()
            assert size == 4 or any("6127" in each for each in before)


def test_it_stays_with_a_reason_alone_and_what_was_checked_is_what_is_released(
    elverhavn: City, alice: Membership, checked: Diagnosis
) -> None:
    carla = make_member(elverhavn, "carla@elverhavn.example", "admin")
    with inside(elverhavn):
        _with_page(checked, "Jens Petersen was asked.")
        assert answer_check(diagnosis=checked, answers=_answers(checked, "no_risk"), by=alice.user).checked_by is None
        assert answer_check(diagnosis=checked, answers=_answers(checked, "open"), by=alice.user).checked_by is None
        assert unanswered(checked) == [each.code for each in hits(checked)]
        kept = answer_check(diagnosis=checked, answers=_answers(checked), by=alice.user)
        assert (kept.checked_by, kept.checked_pages) == (alice.user, pages_of(checked))
        _with_page(checked, "Somebody was asked.")
        with pytest.raises(Refused, match="not what was checked"):
            release(diagnosis=checked, note="Yearly.", by=carla.user)
        _with_page(checked, "Jens Petersen was asked.")
        assert release(diagnosis=checked, note="Yearly.", by=carla.user).released_by == carla.user


def test_the_check_leads_to_the_very_pages_that_are_released(
    elverhavn: City, alice: Membership, checked: Diagnosis
) -> None:
    """It asked who could read a report to which nothing led, and which was made anew afterwards."""
    carla = make_member(elverhavn, "carla@elverhavn.example", "admin")
    client = sign_in(Client(), alice)
    audiences = ("restricted", "partner")
    with inside(elverhavn):
        for audience in audiences:
            _with_page(checked, f"Jens Petersen was asked, says the {audience} one.", audience)
        codes = [each.code for each in hits(checked)]
    page = client.get(f"{HERE}1/check/").content.decode()
    led = [f"{HERE}1/read/{audience}/" for audience in audiences]
    assert all(f'href="{each}"' in page for each in led)
    shown = [_words_of(client.get(each)) for each in led]
    assert [f"says the {audience} one." in words for audience, words in zip(audiences, shown, strict=True)] == [
        True
    ] * 2
    answers = {f"{each.code}-answer": "no_risk" for each in QUESTIONS}
    answers |= {f"{code}-answer": "addressed" for code in codes} | {f"{code}-note": "It may stay." for code in codes}
    assert send_form(client, f"{HERE}1/check/", **answers).status_code == 302
    with inside(elverhavn):
        kept = dict(checked.editions.values_list("audience", "page_sha256"))
        release(diagnosis=Diagnosis.objects.get(), note="Yearly.", by=carla.user)
        assert dict(checked.editions.values_list("audience", "page_sha256")) == kept
    assert [_words_of(client.get(each)) for each in led] == shown


def _words_of(answer: Any) -> str:
    """What an edition says, without how it stands."""
    main = answer.content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main.partition('class="report')[2]).split())


def test_what_no_typeface_has_is_said_before_it_is_released(
    elverhavn: City, alice: Membership, checked: Diagnosis
) -> None:
    """It became a sign in the PDF without a word; what a judgement says is written after the reports were set."""
    client, address = sign_in(Client(), alice), f"{HERE}1/check/"
    for text, judgement, said in (
        ("Tea", "More was recorded.", ""),
        ("Tea 茶", "More was recorded.", "茶"),
        ("Tea", "More 多 was recorded.", "多"),
        ("Tea �", "More was recorded.", ""),  # of a drawing, where it stands already
    ):
        with inside(elverhavn):
            _with_page(checked, text)
            checked.judgements.update(statement=judgement)
        page = client.get(address).content.decode()
        told = f"The PDF cannot print {said}: no typeface has it; � stands in its place."
        assert (told in page, "cannot print" in page) == (bool(said), bool(said)), said


def test_the_page_shows_the_editions_and_waits_for_them(elverhavn: City, alice: Membership, checked: Diagnosis) -> None:
    client, address = sign_in(Client(), alice), f"{HERE}1/check/"
    with inside(elverhavn):
        _with_page(checked, "Jens Petersen was asked.")
        answers = {f"{each.code}-answer": "no_risk" for each in QUESTIONS}
        codes = [each.code for each in hits(checked)]
    page = client.get(address).content.decode()
    assert f"{HERE}1/read/restricted/" in page
    assert "<mark>Jens Petersen</mark> was asked." in page
    answers |= {f"{code}-answer": "addressed" for code in codes}
    assert "Say what was done about it" in send_form(client, address, **answers).content.decode()
    began = client.get(address).context["writing"].now
    with inside(elverhavn):
        tasks.remake(checked, by=alice.user)
    waits = client.get(address).content.decode()
    assert "The reports are being set" in waits
    assert "<textarea" not in waits
    answers |= {f"{code}-note": "The club asked to be named." for code in codes}
    sent = client.post(address, {"base_version": began, **answers})
    assert "The reports are being set" in sent.content.decode()
    Job.objects.update(state=JobState.DONE, finished_at="2026-01-01T00:00Z")
    assert send_form(client, address, **answers).status_code == 302
    with inside(elverhavn):
        assert Diagnosis.objects.get().checked_by == alice.user
