"""Who signs a memorandum, who is asked to, who does not agree, and who asks that it says something else."""

import html

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from accounts.city import city_context
from accounts.models import City, Membership
from core.errors import Refused
from notices.actions.asking import remind_by_rule, unanswered
from notices.models import Asked, ChangeNotice, Delivery, Letter, NetworkBody, Wait
from stakeholders.actions import (
    answer_revision,
    ask_revision,
    record_dissent,
    record_signature,
    sign,
    take_version_step,
    withdraw_signature,
)
from stakeholders.actions.signing import MOST_WISHES
from stakeholders.memorandum.page import signers_of
from stakeholders.models import Memorandum, RevisionRequest
from tests.factories import make_member, send, sign_in, today_in
from tests.mapping.makers import inside
from tests.notices.conftest import collected
from tests.stakeholders.memoranda import DAY, make_body, make_version, signed

HERE = "/city/elverhavn/memorandum/"


def test_only_who_speaks_for_a_member_signs_and_an_admin_notes_paper(
    first: Memorandum, elverhavn: City, alice: Membership, bob: Membership, rita: Membership
) -> None:
    nina = make_member(elverhavn, "nina@elverhavn.example", "reader", name="Nina")
    school = make_body(elverhavn, "School", rita, deputy=nina.user, others=[bob.user_id])
    with inside(elverhavn):
        for nobody in (alice, bob):
            with pytest.raises(Refused, match="named for a member"):
                sign(version=first, body=school, by=nobody.user)
        today = today_in(elverhavn)
        with pytest.raises(Refused, match="Only an admin"):
            record_signature(version=first, body=school, signed_on=today, office="Head", by=bob.user)
        for day, why in ((today + DAY, "still to come"), (today - 101 * DAY, "not decided by then")):
            with pytest.raises(ValidationError, match=why):
                record_signature(version=first, body=school, signed_on=day, office="Head", by=alice.user)
        with pytest.raises(ValidationError, match="office"):
            record_signature(version=first, body=school, signed_on=today, office=" ", by=alice.user)
        assert sign(version=first, body=school, by=nina.user).signed_by == nina.user
        with pytest.raises(Refused, match="signed this version already"):
            record_signature(version=first, body=school, signed_on=today, office="Head", by=alice.user)


def test_who_spoke_for_a_member_when_the_page_was_opened_signs_for_it_no_more(
    first: Memorandum, elverhavn: City, alice: Membership, rita: Membership
) -> None:
    """An admin named somebody else, or took it from the list, in the same moment."""
    school = make_body(elverhavn, "School", rita)
    today = today_in(elverhavn)
    with inside(elverhavn):
        NetworkBody.objects.update(person=alice.user)
        with pytest.raises(Refused, match="named for a member"):
            sign(version=first, body=school, by=rita.user)
        NetworkBody.objects.update(is_current=False)
        with pytest.raises(Refused, match="belongs to the network no more"):
            record_signature(version=first, body=school, signed_on=today, office="Head", by=alice.user)


def test_who_speaks_for_a_member_signs_on_its_page_once_and_opens_no_other_member_s(
    first: Memorandum, elverhavn: City, alice: Membership, rita: Membership
) -> None:
    school, club = make_body(elverhavn, "School", rita), make_body(elverhavn, "Club")
    reader = sign_in(Client(), rita)
    address = f"{HERE}1/sign/{school.pk}/"
    assert address in reader.get(HERE).content.decode()
    assert "your name by those who work for the city" in reader.get(address).content.decode()
    for told in ("Signed for School.", "It has signed this version already."):
        assert told in html.unescape(reader.post(address, follow=True).content.decode())
    page = reader.get(HERE).content.decode()
    assert address not in page
    assert "signed on" in page
    for nobody, body in ((reader, club), (sign_in(Client(), alice), school)):
        other = f"{HERE}1/sign/{body.pk}/"
        assert {nobody.get(other).status_code, nobody.post(other).status_code} == {404}
    with inside(elverhavn):
        assert [(str(each.body), each.signed_by) for each in first.signatures.all()] == [("School", rita.user)]
    # by name it is read by those who work for the city alone
    mine = sign_in(Client(), make_member(elverhavn, "nina@elverhavn.example", "reader", name="Nina"))
    assert "Rita" not in mine.get(HERE).content.decode()
    assert "Rita" in sign_in(Client(), alice).get(HERE).content.decode()


def test_what_was_replaced_is_not_signed(
    first: Memorandum, elverhavn: City, bob: Membership, carla: Membership, rita: Membership
) -> None:
    school = make_body(elverhavn, "School", rita)
    second = make_version(elverhavn, bob, carla, since=-5)
    signed(first, school, rita)  # it holds still
    signed(second, school, rita)
    club = make_body(elverhavn, "Club", rita)
    make_version(elverhavn, bob, carla, since=-6)
    with inside(elverhavn), pytest.raises(Refused, match="what holds now"):
        sign(version=second, body=club, by=rita.user)


def test_who_signed_and_who_did_not_is_told_by_name(
    first: Memorandum, elverhavn: City, bob: Membership, carla: Membership, rita: Membership
) -> None:
    school, club = make_body(elverhavn, "School", rita), make_body(elverhavn, "Club", rita)
    make_body(elverhavn, "Choir", is_current=False)
    signed(first, school, rita)
    second = make_version(elverhavn, bob, carla)
    with inside(elverhavn):
        told = {str(each.body): each.words for each in signers_of(second)}
        until = today_in(elverhavn) + 29 * DAY
        assert told["Club"] == "not signed"
        assert told["School"].startswith("not signed; its signature of the version before holds until")
        assert str(until.day) in told["School"]
        assert set(told) == {"Club", "School"}
        # the club may have joined since, and was never asked
        assert [(str(each.body), each.has_signed) for each in signers_of(first)] == [("School", True)]
    assert club.pk


def test_every_member_is_told_at_once_and_each_body_is_asked_until_it_signed(
    elverhavn: City, alice: Membership, bob: Membership, carla: Membership, rita: Membership
) -> None:
    school = make_body(elverhavn, "School", rita)
    traders = make_body(elverhavn, "Traders", address="Torvet 1")
    version = make_version(elverhavn, bob, carla, since=-20)
    with inside(elverhavn):
        notice = ChangeNotice.objects.get()
        assert (notice.what, notice.notice_class, notice.state, notice.marking) == (
            *("memorandum", "must", "released", "clear"),
        )
        assert notice.answer_by == version.in_force_on
        assert {each.user for each in Delivery.objects.all()} == {each.user for each in (alice, bob, carla, rita)}
        assert Letter.objects.get().body == traders
        assert {each.body for each in Asked.objects.all()} == {school, traders}
    # to take note is not to sign
    reader = sign_in(Client(), rita)
    told = Delivery.objects.filter(user=rita.user)
    with inside(elverhavn):
        number = told.get().pk
    assert reader.post(f"/city/elverhavn/notices/{number}/acknowledge/").status_code == 302
    assert "Sign the memorandum for School" in reader.get("/city/elverhavn/").content.decode()
    with inside(elverhavn):
        assert {str(each) for each in unanswered(Asked.objects.all())} == {"School", "Traders"}
        assert version.in_force_on is not None
        # the traders have no account: the city asks them itself
        assert remind_by_rule(city=elverhavn, today=version.in_force_on - 2 * DAY) == 1
        assert Wait.objects.get(kind="answer").user == rita.user
    signed(version, school, rita)
    with inside(elverhavn):
        assert {str(each) for each in unanswered(Asked.objects.all())} == {"Traders"}
    told_admin = sign_in(Client(), alice).get(f"/city/elverhavn/what-changed/{notice.pk}/").content.decode()
    assert "Asked to sign: 2, signed: 1" in told_admin
    assert "Sign the memorandum for School" not in reader.get("/city/elverhavn/").content.decode()


def test_admins_are_mailed_that_a_member_withdrew_or_asks_and_who_asked_that_it_is_answered(
    first: Memorandum, elverhavn: City, alice: Membership, rita: Membership
) -> None:
    signature = signed(first, make_body(elverhavn, "School", rita), rita)
    collected(elverhavn)
    with city_context(elverhavn.pk, via="test", actor_id=rita.user_id):
        withdraw_signature(signature=signature, because="The board took it back.", by=rita.user)
        asked = ask_revision(version=first, text="Name the libraries.", by=rita.user)
    collected(elverhavn)
    waits = ("/city/elverhavn/memorandum/1/", "/city/elverhavn/memorandum/")
    with inside(elverhavn):
        mailed = Wait.objects.filter(user=alice.user, kind="flag")
        assert {each.link for each in mailed} == set(waits)
        assert not Wait.objects.filter(user=rita.user).exists()
    with city_context(elverhavn.pk, via="test", actor_id=alice.user_id):
        answer_revision(revision=asked, answer="taken_up", because="It helps.", by=alice.user)
    collected(elverhavn)
    with inside(elverhavn):
        assert Wait.objects.get(kind="answered").user == rita.user


# --- dissent and revision


def test_a_member_says_where_it_does_not_agree_and_nobody_says_it_for_another(
    first: Memorandum, elverhavn: City, bob: Membership, rita: Membership
) -> None:
    school, club = make_body(elverhavn, "School", rita), make_body(elverhavn, "Club")
    with inside(elverhavn):
        record_dissent(version=first, body=school, words="Not without the parents.", by=rita.user)
        with pytest.raises(Refused, match="Only who speaks"):
            record_dissent(version=first, body=club, words="No.", by=rita.user)
        record_dissent(version=first, body=club, words="We asked for more time.", by=bob.user)
    page = sign_in(Client(), rita).get(HERE).content.decode()
    assert "Not without the parents." in page
    assert "We asked for more time." in page


def test_whoever_speaks_for_several_members_says_for_which(
    first: Memorandum, elverhavn: City, rita: Membership
) -> None:
    """The words were printed as those of the one that stood first."""
    school, client = make_body(elverhavn, "School", rita), sign_in(Client(), rita)
    form = client.get(f"{HERE}1/dissent/").context["writing"].form
    assert [str(value) for value, _label in form.fields["body"].choices] == [str(school.pk)]
    make_body(elverhavn, "Club", rita)
    now = client.get(f"{HERE}1/dissent/").context["writing"].now
    sent = {"base_version": now, "words": "Not without the parents.", "body": ""}
    answer = client.post(f"{HERE}1/dissent/", sent)
    assert answer.context["writing"].form.errors == {"body": ["Choose a member."]}


def test_nothing_is_said_any_more_of_a_version_that_holds_no_more(
    first: Memorandum, elverhavn: City, bob: Membership, carla: Membership, rita: Membership
) -> None:
    """Its document stays as it was when it held; what is to be otherwise is said of the one that holds."""
    school = make_body(elverhavn, "School", rita)
    client, offered = sign_in(Client(), rita), ("Ask for a revision", "Say where a member does not agree")
    page = client.get(f"{HERE}1/").content.decode()
    assert all(each in page for each in offered)
    second = make_version(elverhavn, bob, carla, since=0)
    page = client.get(f"{HERE}1/").content.decode()
    assert not any(each in page for each in (*offered, 'id="revisions"'))
    assert all(each in client.get(f"{HERE}2/").content.decode() for each in offered)
    with inside(elverhavn):
        with pytest.raises(Refused, match="holds no more"):
            record_dissent(version=first, body=school, words="Not the second part.", by=rita.user)
        with pytest.raises(Refused, match="holds no more"):
            ask_revision(version=first, text="Name the libraries.", by=rita.user)
        ask_revision(version=second, text="Name the libraries.", by=rita.user)
    # what waits for an answer is shown with each version, as it was
    page = client.get(f"{HERE}1/").content.decode()
    assert "Name the libraries." in page
    assert not any(each in page for each in offered)


def test_what_is_said_of_a_version_twice_at_once_is_said_once_and_leads_to_that_version(
    first: Memorandum, elverhavn: City, bob: Membership, carla: Membership, rita: Membership
) -> None:
    school = make_body(elverhavn, "School", rita)
    # still to come: the first holds
    second = make_version(elverhavn, bob, carla, since=-5)
    # so that what is said of the first has another number than the first itself
    with inside(elverhavn):
        record_dissent(version=second, body=school, words="Not the third part.", by=rita.user)
        ask_revision(version=second, text="Name the schools.", by=rita.user)
    client = sign_in(Client(), rita)
    for name, said in (("dissent", {"words": "Not the second part."}), ("revise", {"text": "Name the libraries."})):
        address = f"{HERE}1/{name}/"
        form = client.get(address).context["writing"]
        sent = {"base_version": form.now, **said}
        if "body" in form.form.fields:
            sent["body"] = str(NetworkBody.objects.get().pk)
        places = [client.post(address, sent)["Location"] for _twice in range(2)]
        assert places == [f"{HERE}1/"] * 2
    with inside(elverhavn):
        assert (first.dissents.count(), first.revisions.count()) == (1, 1)


def test_who_signs_meanwhile_holds_no_member_up_and_is_named_to_none(
    first: Memorandum, elverhavn: City, alice: Membership, carla: Membership, rita: Membership
) -> None:
    """Who signed for a member is read by those who work for the city alone, on the page of a form too."""
    make_body(elverhavn, "School", rita)
    client, address = sign_in(Client(), rita), f"{HERE}1/revise/"
    begun = client.get(address).context["writing"].now
    traders = make_body(elverhavn, "Traders", address="Torvet 1")
    with city_context(elverhavn.pk, via="test", actor_id=alice.user_id):
        record_signature(
            version=first, body=traders, signed_on=today_in(elverhavn), office="The old chair", by=alice.user
        )
    sent = {"text": "Name the libraries.", "base_version": begun}
    assert client.post(address, sent).status_code == 302
    # that the version itself is otherwise is told, and not who noted what
    begun = client.get(address).context["writing"].now
    later = today_in(elverhavn) + 400 * DAY
    with city_context(elverhavn.pk, via="test", actor_id=carla.user_id):
        said = {"review_on": later, "kept_because": "It serves."}
        take_version_step(version=first, step="keep", said=said, by=carla.user)
    answer = client.post(address, {"text": "Name the schools.", "base_version": begun})
    page = answer.content.decode()
    assert "This was changed while you were writing" in page
    assert [each for each in ("The old chair", "Alice", "Carla") if each in page] == []
    assert "Name the schools." in page


def test_any_member_asks_for_a_revision_and_reads_the_answer(
    first: Memorandum, elverhavn: City, alice: Membership, rita: Membership
) -> None:
    reader, admin = sign_in(Client(), rita), sign_in(Client(), alice)
    assert send(reader, f"{HERE}1/revise/", {"text": "Name the libraries."}).status_code == 302
    assert "Revisions of the memorandum to answer: 1" in admin.get("/city/elverhavn/").content.decode()
    with inside(elverhavn):
        row = RevisionRequest.objects.get()
    address = f"{HERE}1/revisions/{row.pk}/"
    assert reader.get(address).status_code == 403
    said = {"answer": "not_taken", "because": ""}
    assert "Because" in send(admin, address, said).content.decode()
    assert send(admin, address, said | {"because": "They are no member yet."}).status_code == 302
    assert "They are no member yet." in reader.get(HERE).content.decode()
    with inside(elverhavn), pytest.raises(Refused, match="answered already"):
        answer_revision(revision=row, answer="taken_up", because="Yes.", by=alice.user)
    # nobody fills the page of all: of one's own so many wait at once, and what is answered counts no more
    with inside(elverhavn):
        for number in range(MOST_WISHES):
            ask_revision(version=first, text=f"Wish {number}", by=rita.user)
    said = send(reader, f"{HERE}1/revise/", {"text": "One more."})
    assert "You have asked for 20 things that are not answered yet." in said.content.decode()
    with inside(elverhavn):
        assert RevisionRequest.objects.waiting().count() == MOST_WISHES


def test_what_is_asked_of_the_very_first_version_waits_for_an_admin_too(
    elverhavn: City, alice: Membership, bob: Membership, rita: Membership
) -> None:
    version = make_version(elverhavn, bob, alice, decided=False)
    with city_context(elverhavn.pk, via="test", actor_id=bob.user_id):
        version = take_version_step(version=version, step="put", said={"comment_by": None}, by=bob.user)
        ask_revision(version=version, text="Name the libraries.", by=rita.user)
    waits = "Revisions of the memorandum to answer: 1"
    assert waits in sign_in(Client(), alice).get("/city/elverhavn/").content.decode()
    assert waits not in sign_in(Client(), bob).get("/city/elverhavn/").content.decode()
    assert "Name the libraries." in sign_in(Client(), alice).get(HERE).content.decode()


def test_what_nobody_answered_stands_on_every_version_that_may_be_read_until_it_is_answered(  # noqa: PLR0917
    first: Memorandum, elverhavn: City, alice: Membership, bob: Membership, carla: Membership, rita: Membership
) -> None:
    """Whoever writes the next version has it before them, and the page an admin is led to holds all that is counted."""
    with inside(elverhavn):
        asked = ask_revision(version=first, text="Name the libraries.", by=rita.user)
    make_version(elverhavn, bob, carla, decided=False)
    draft = sign_in(Client(), bob).get(f"{HERE}2/").content.decode()
    assert "Name the libraries." in draft
    assert "of version 1" in draft
    assert "Ask for a revision" not in draft
    assert "of version" not in sign_in(Client(), rita).get(HERE).content.decode()
    with inside(elverhavn):
        second = Memorandum.objects.get(number=2)
        second = take_version_step(version=second, step="put", said={"comment_by": None}, by=bob.user)
        ask_revision(version=second, text="Name the schools.", by=rita.user)
    admin = sign_in(Client(), alice)
    assert "Revisions of the memorandum to answer: 2" in admin.get("/city/elverhavn/").content.decode()
    page = admin.get(HERE).content.decode()
    assert "Name the libraries." in page
    assert f"{HERE}2/revisions/" in page
    with inside(elverhavn):
        answer_revision(revision=asked, answer="not_taken", because="They are no member.", by=alice.user)
    assert "Name the libraries." not in admin.get(f"{HERE}2/").content.decode()
    assert "Name the libraries." in admin.get(HERE).content.decode()
    # one that was taken back is a draft again: what was asked of it is read by those who write it
    with inside(elverhavn):
        said = {"taken_back_because": "It is not ready."}
        take_version_step(version=Memorandum.objects.get(number=2), step="take-back", said=said, by=bob.user)
    assert "Name the schools." not in sign_in(Client(), rita).get(HERE).content.decode()
    assert "Name the schools." in admin.get(HERE).content.decode()
