"""A form that keeps no draft, on a phone whose line is cut or whose session has ended: it waits, says so, goes on."""

from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route, expect

from accounts.city import city_context
from accounts.models import User
from notices.models import Delivery
from tests.browser import pages
from tests.browser.filing import HERE
from tests.browser.seeing import PHONE, Visitor
from tests.browser.site import Site
from tests.conftest import wait_until
from tests.factories import PASSWORD, totp_code

WAITING = "No connection. It is sent by itself as soon as the line is back"
# Of each kind of form without a draft: text, a password, a question, buttons, a search, and where nobody is signed in.
PAGES = [
    ("account", "officer"), ("account_change_password", "officer"), ("city_leave", "officer"),
    ("people_remove", "admin"), ("pending_change", "admin"), ("host_access_decide", "admin"), ("notice", "reader"),
    ("observations", "officer"), ("map", "officer"), ("histories", "admin"), ("account_email", "admin"),
    ("draft_throw_away", "admin"), ("job_cancel", "admin"), ("account_login", ""), ("account_reset_password", ""),
]  # fmt: skip


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[Visitor]:
    # whoever signed in with a password has it under a hash of the server's since
    site.cast["officer"].refresh_from_db()
    with Visitor.at(site, browser, viewport=PHONE) as visitor:
        yield visitor


def _bar(page: Page, words: str) -> None:
    bar = page.locator("[data-typed-bar]")
    expect(bar).to_contain_text(words)
    expect(bar).to_be_in_viewport()


def _send(page: Page) -> None:
    page.locator("main form").first.evaluate("form => { form.noValidate = true; form.requestSubmit(); }")


@pytest.mark.parametrize(("name", "who"), PAGES, ids=[f"{name}-{who}" for name, who in PAGES])
def test_a_form_sent_without_a_line_stays_where_it_is(phone: Visitor, site: Site, name: str, who: str) -> None:
    city = {} if name.startswith("account") else {"city": site.city.slug}
    page = phone.sign_in(who).open(pages.Page(name, who).address(site.places, **city))
    expect(page.locator("[data-typed-bar]")).to_be_hidden()
    there = page.url
    phone.context.set_offline(True)
    _send(page)
    _bar(page, WAITING)
    assert page.url == there
    page.get_by_role("button", name="Do not send it").click()
    expect(page.locator("[data-typed-bar]")).to_be_hidden()
    phone.context.set_offline(False)
    assert page.url == there


def _name(site: Site) -> str:
    return User.objects.get(pk=site.cast["officer"].pk).name


def test_what_is_typed_while_it_waits_is_sent_when_the_line_is_back(phone: Visitor, site: Site) -> None:
    page = phone.sign_in("officer").open(reverse("account"))
    phone.context.set_offline(True)
    page.locator("main [name=name]").fill("Odd in a tunnel")
    page.get_by_role("button", name="Save", exact=True).click()
    _bar(page, WAITING)
    page.locator("main [name=name]").fill("Odd behind the tunnel")
    phone.context.set_offline(False)
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert _name(site) == "Odd behind the tunnel"
    expect(page.locator("[data-typed-bar]")).to_be_hidden()


def test_when_the_session_has_ended_the_password_is_asked_for_in_place(phone: Visitor, site: Site) -> None:
    page = phone.sign_in("officer").open(reverse("account"))
    page.locator("main [name=name]").fill("Odd who was away")
    Session.objects.filter(session_key=phone.session()).delete()
    page.get_by_role("button", name="Save", exact=True).click()
    dialog = page.get_by_role("dialog", name="You are signed out")
    dialog.locator("[name=password]").fill(PASSWORD)
    dialog.locator("form button[type=submit]").click()
    dialog.locator("[name=code]").fill(totp_code())
    dialog.locator("form button[type=submit]").first.click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert _name(site) == "Odd who was away"


def test_a_server_that_is_away_is_waited_for(phone: Visitor, site: Site) -> None:
    """The proxy says so; then the server is back."""
    page = phone.sign_in("reader").open(reverse("notice", args=[site.city.slug, site.places["notice"]["pk"]]))
    answers = [502, 503, 504]

    def away(route: Route) -> None:
        if answers:
            route.fulfill(status=answers.pop())
        else:
            route.continue_()

    page.route("**/account/session/**", away)
    page.get_by_role("button", name="I have taken note").click()
    _bar(page, WAITING)
    page.wait_for_url(f"**{reverse('notices', args=[site.city.slug])}")
    assert not answers
    with city_context(site.city.pk, via="test"):
        assert Delivery.objects.get(pk=site.places["notice"]["pk"]).acknowledged_at


def _is_on(page: Page, address: str) -> bool:
    page.wait_for_timeout(50)
    return page.url.startswith(address)


def _cut(route: Route) -> None:
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


def test_a_line_that_is_cut_while_it_is_sent_leaves_the_text(phone: Visitor) -> None:
    """The browser shows its own page then; loaded again, what was typed is sent or stands in the form."""
    page = phone.sign_in("officer").open(reverse("account"))
    page.locator("main [name=name]").fill("Odd at the edge")
    page.route(f"**{reverse('account')}", _cut)
    with page.expect_event("requestfailed", lambda request: request.method == "POST"):
        page.get_by_role("button", name="Save", exact=True).click()
    wait_until(lambda: _is_on(page, "chrome-error:"), seconds=20, what="the browser's own page")
    page.unroute_all()
    page.reload()
    expect(page.locator("main [name=name]")).to_have_value("Odd at the edge")


def test_a_question_in_a_dialog_says_it_in_the_dialog(phone: Visitor) -> None:
    page = phone.sign_in("admin").open(f"{HERE}processing-record/")
    page.get_by_role("link", name="Throw the draft away").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    phone.context.set_offline(True)
    dialog.get_by_role("button", name="Throw away").click()
    expect(dialog.get_by_text(WAITING)).to_be_visible()
    dialog.get_by_role("link", name="Back").click()
    expect(page.locator("main > [data-typed-bar]")).to_have_count(1)
    phone.context.set_offline(False)
    expect(page.get_by_role("link", name="Throw the draft away").first).to_be_visible()
