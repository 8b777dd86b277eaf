"""What somebody reads, on pages, in messages and in mails, who signs in and changes how: our words, in both languages.

django-allauth has its own for each; where one of its templates is not ours, its words come through.
"""

import html
import re
from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from babel.messages.pofile import read_po
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client

from accounts.models import City, Membership, User
from tests.factories import PASSWORD, QUICK_HASH, make_member, sign_in, totp_code

NEW_PASSWORD = "meadow-copper-violin"
CODES = "/account/second-factor/recovery-codes/"
TOTP = "/account/second-factor/totp/"
DANISH = {
    "Du er logget ind som Rita.",
    "Din nye adgangskode gælder fra nu af.",
    "Et link er på vej til rita@new.example.",
    "Fra nu af logger du ind med rita@new.example.",
    "Godkendelsesappen er slået fra.",
    "Du er logget ud.",
    "Din adgangskode er ændret",
    "Bekræft din adresse",
    "Der er lavet nye gendannelseskoder",
}


def _theirs() -> set[str]:
    """Sentences of the library, and parts of those that hold a name."""
    folder = Path(allauth.__file__).parent / "locale"
    found = set[str]()
    for language in ("da", "de"):  # texts that are new to it are not in every catalogue
        with (folder / language / "LC_MESSAGES" / "django.po").open(encoding="utf-8") as file:
            for message in read_po(file):
                ids = (message.id,) if isinstance(message.id, str) else message.id
                found |= {part.strip() for each in ids for part in re.split(r"%\(\w+\)s|\n", each)}
    return {each for each in found if len(each) > 15 and " " in each}


class Walk:
    """Signs in, changes the password, the address and the second factor, and signs out: all that was read."""

    def __init__(self, client: Client) -> None:
        self.client, self.read = client, list[str]()

    def see(self, address: str) -> str:
        page = html.unescape(self.client.get(address).content.decode())
        main = re.search(r"<main.*</main>", page, re.DOTALL)
        assert main, address
        self.read.append(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main[0])))
        return page

    def send(self, address: str, **sent: str) -> None:
        before = len(mail.outbox)
        answer = self.client.post(address, sent)
        assert answer.status_code == 302, (address, answer.content.decode())
        self.read += [str(each) for each in get_messages(answer.wsgi_request)]
        for each in mail.outbox[before:]:
            self.read += [str(each.subject), str(each.body)]

    def all(self, member: Membership, new: str) -> str:
        self.send("/account/login/", login=member.user.email, password=PASSWORD)
        self.send("/account/password/change/", oldpassword=PASSWORD, password1=NEW_PASSWORD, password2=NEW_PASSWORD)
        self.send("/account/email/", email=new, action_add="")
        self.send("/account/email/", email=new, action_remove="")
        self.send("/account/email/", email=new, action_add="")
        link = f"/account/confirm-email/{EmailConfirmationHMAC(EmailAddress.objects.get(primary=False)).key}/"
        self.see(link)
        self.send(link)
        self.see("/account/confirm-email/nothing/")
        self.see(f"{TOTP}activate/")
        self.send(f"{TOTP}activate/", code=totp_code(self.client.session["mfa.totp.secret"]))
        self.see(CODES)
        self.see(f"{CODES}generate/")
        self.send(f"{CODES}generate/")
        self.see(f"{TOTP}deactivate/")
        self.send(f"{TOTP}deactivate/")
        self.see("/account/logout/")
        self.send("/account/logout/")
        self.send("/account/password/reset/", email=new)
        mailed = re.search(r"(/account/password/reset/key/\S+)", self.read[-1])
        assert mailed
        self.send(
            self.client.get(mailed[1], follow=True).redirect_chain[-1][0],
            password1="harbour-thimble-orbit",
            password2="harbour-thimble-orbit",
        )
        for address in ("/account/password/reset/key/done/", "/account/confirm-email/", "/account/inactive/"):
            self.see(address)
        return "\n".join(self.read)


@pytest.fixture
def rita_herself(committed_db: None) -> Membership:
    """Mails go out with the commit."""
    city = City.objects.create(slug="elverhavn", name="Elverhavn", country="DK", languages=["en"])
    return make_member(city, "rita@elverhavn.example", "reader", clearance="green", name="Rita")


def test_nothing_of_the_library_s_own_words_is_read(client: Client, rita_herself: Membership) -> None:
    read = Walk(client).all(rita_herself, "rita@new.example")
    assert "You are signed in as Rita." in read
    assert not {each for each in _theirs() if each in read}
    # which the mails of the library name, and nobody keeps
    assert "IP" not in read


def test_whoever_reads_danish_reads_all_of_it_in_danish(client: Client, rita_herself: Membership) -> None:
    english = Walk(Client()).all(rita_herself, "rita@other.example")
    User.objects.filter(pk=rita_herself.user_id).update(email="rita@elverhavn.example", password=QUICK_HASH)
    EmailAddress.objects.filter(user=rita_herself.user).update(email="rita@elverhavn.example")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "da"
    read = Walk(client).all(rita_herself, "rita@new.example")
    assert not {each for each in DANISH if each not in read}
    sentences = {each for each in re.split(r"(?<=[.?])\s|\n", english) if len(each) > 20 and "testserver" not in each}
    assert not {each for each in sentences if each in read}


@pytest.mark.parametrize(("address", "sent", "said"), [
    ("/account/login/", {"login": "rita@elverhavn.example", "password": "wrong"}, "do not go together"),
    ("/account/password/change/", {"oldpassword": "wrong"}, "This is not your password."),
    ("/account/email/", {"email": "rita@elverhavn.example", "action_add": ""}, "the address of your account already"),
])  # fmt: skip
def test_what_is_refused_is_refused_in_our_words(
    client: Client, rita: Membership, address: str, sent: dict[str, str], said: str
) -> None:
    if address != "/account/login/":
        sign_in(client, rita)
    page = html.unescape(client.post(address, sent).content.decode())
    assert said in page


def test_whoever_has_no_colleagues_is_not_told_what_these_see(client: Client, elverhavn: City) -> None:
    reader = make_member(elverhavn, "rita@elverhavn.example", "reader", clearance="green", name="Rita")
    page = sign_in(client, reader.user).get("/account/").content.decode()
    assert "It stands beside what you write, decide, answer and sign." in page
    assert "olleagues" not in page
