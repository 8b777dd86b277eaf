"""From the job to the readers: a worker builds, people decide and release, everybody is told."""

import re

import pypdfium2
from django.test import Client

from accounts.models import City, Membership
from jobs.models import Job
from notices.actions import notify_members
from notices.actions.mailing import gather
from notices.mails import mail_of
from notices.models import ChangeNotice, Delivery, Mailing
from reports.models import Diagnosis, Judgement
from tests.conftest import WakeWorker, wait_until
from tests.factories import sign_in
from tests.mapping.makers import inside
from tests.reports.release.releasing import HERE, network, no_risk, send_form

__all__ = ["network"]

PAGE_OF_IT = f"{HERE}1/read/restricted/"
NOT_IN_IT = "What was decided or recommended since this was set is not in it yet"


def test_a_release_goes_all_the_way_to_the_readers(
    elver_of_workers: City, network: dict[str, Membership], wake_worker: WakeWorker
) -> None:
    """A worker builds, a person rewrites, a second one releases; readers get the notice, and the file if cleared."""
    admin, second = sign_in(Client(), network["alice"]), sign_in(Client(), network["carla"])
    reader = sign_in(Client(), network["cleared"])
    admin.post(f"{HERE}new/", {"start": "2025-01-01", "end": "2025-12-31", "years_earlier": "1", "language": "en"})
    wake_worker()
    _wait("the diagnosis")
    # it still says that no judgement was confirmed, whatever was decided since
    assert NOT_IN_IT in admin.get(PAGE_OF_IT).content.decode()
    _decide_all(elver_of_workers, admin)
    assert "The reports are being set" in admin.get(f"{HERE}1/check/").content.decode()
    _wait("the reports with what was decided")
    assert NOT_IN_IT not in admin.get(PAGE_OF_IT).content.decode()
    assert reader.get(f"{HERE}1/").status_code == 404
    assert send_form(admin, f"{HERE}1/check/", **no_risk()).status_code == 302
    _wait("the reports for whoever releases")
    before = _text(second)
    assert "Reports rose a little" in before
    assert "in review, not released" in before
    assert send_form(second, f"{HERE}1/release/", release_note="The yearly picture.").status_code == 302
    _wait("the released reports, and the mails")
    text = _text(reader)
    assert "released on" in text
    assert "Reports rose a little, mostly from staff." in text
    assert "Could anybody be recognised in it?" in text
    with inside(elver_of_workers):
        assert Diagnosis.objects.get().state == "released"
        notice = ChangeNotice.objects.get()
        assert (notice.why, notice.made_by) == ("The yearly picture.", network["carla"].user)
        assert Delivery.objects.count() == 4
        assert not Delivery.objects.filter(sent_at=None).exists()
    _read_by_somebody_who_is_not_cleared(elver_of_workers, network["green"])
    with inside(elver_of_workers):
        mine = Delivery.objects.get(user=network["carla"].user)
    page = second.get(f"/city/elverhavn/notices/{mine.pk}/").content.decode()
    assert "Told: 4. Read: 2. Told by letter: 0." in page
    # somebody else's delivery is nobody's to open
    assert admin.get(f"/city/elverhavn/notices/{mine.pk}/").status_code == 404


def _decide_all(city: City, admin: Client) -> None:
    with inside(city):
        rows = list(Judgement.objects.all())
    assert rows
    for place, row in enumerate(rows):
        sent = {"state": "confirmed", "confidence": row.proposed_confidence}
        if not place:
            sent |= {"state": "rewritten", "statement": "Reports rose a little, mostly from staff."}
        assert send_form(admin, f"{HERE}1/judgements/{row.pk}/", **sent).status_code == 302


def _read_by_somebody_who_is_not_cleared(city: City, member: Membership) -> None:
    client = sign_in(Client(), member)
    assert client.get(f"{HERE}1/").status_code == 200
    assert client.get(f"{HERE}1/restricted.pdf").status_code == 404
    assert client.get(f"{HERE}1/judgements/").status_code == 403
    with inside(city):
        delivery = Delivery.objects.get(user=member.user)
    address = f"/city/elverhavn/notices/{delivery.pk}/"
    assert "The yearly picture." in client.get(address).content.decode()
    assert client.post(f"{address}acknowledge/").status_code == 302
    with inside(city):
        delivery.refresh_from_db()
    assert delivery.read_at is not None
    # nothing is asked of anybody by a release, so nobody need take note
    assert delivery.acknowledged_at is None


def test_the_mail_says_where_the_news_is_and_nothing_of_it(elverhavn: City, alice: Membership) -> None:
    with inside(elverhavn):
        notify_members(city=elverhavn, what=ChangeNotice.What.RELEASE, link="/", by=alice.user,
                       say=lambda: {"after": "No. 1, 2025", "why": "Because"})  # fmt: skip
        delivery = Delivery.objects.select_related("user", "city", "notice").get()
        gather(city=elverhavn)
        mail = mail_of(Mailing.objects.get())
    assert mail is not None
    assert mail.subject == "News from Elverhavn in Groundwork"
    assert f"/city/elverhavn/notices/{delivery.pk}/" in mail.body
    assert "2025" not in f"{mail.subject} {mail.body}"
    assert "Because" not in mail.body
    assert mail.to == [alice.user.email]


def _wait(what: str) -> None:
    wait_until(lambda: all(job.is_over for job in Job.objects.all()), seconds=90, what=what)
    assert not Job.objects.exclude(state="done").exists()


def _text(client: Client) -> str:
    pdf = pypdfium2.PdfDocument(client.get(f"{HERE}1/restricted.pdf").content)
    pages = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    return re.sub(r"\s+", " ", pages)
