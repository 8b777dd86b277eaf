"""The accounts of the demonstration."""

from pathlib import Path

from django.test import Client

from accounts.models import City, User
from demo.cities import make_people
from tests.factories import sign_in


def test_whoever_looks_reads_it_in_the_language_of_their_browser(tmp_path: Path, elverhavn: City) -> None:
    """Signing in was in Danish, where the browser asked for it, and what came after it in English."""
    City.objects.create(slug="stenhavn", name="Stenhavn", country="DK")
    make_people(tmp_path)
    for email in ("officer@example.org", "host@example.org"):
        client = sign_in(Client(), User.objects.get(email=email))
        for language in ("da", "en"):
            page = client.get("/account/", headers={"accept-language": language}, follow=True).content.decode()
            assert f'<html lang="{language}"' in page
