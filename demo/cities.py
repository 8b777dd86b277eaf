"""Two fictional cities: one with everything, one in which nobody of the first has any business."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import transaction

from accounts.city import city_context
from accounts.models import City, Marking, Membership, Role, User
from demo.elverhavn import make
from demo.stenhavn import make as make_small
from mapping.models import BoundarySet, ObservationImport

ELVERHAVN, STENHAVN = "elverhavn", "stenhavn"
EXAMPLES = Path(settings.BASE_DIR) / "examples"
VOICES = Path(make.__file__).with_name("voices")
VOICES_OF_STENHAVN = Path(make_small.__file__).with_name("voices")
# Letters and digits that nobody takes for another.
PLAIN = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who does not exist."""

    email: str
    name: str
    city: str = ""
    role: str = ""
    clearance: str = Marking.RED


CAST = (
    Account("admin@example.org", "Admin (demo)", ELVERHAVN, Role.ADMIN),
    Account("admin2@example.org", "Second admin (demo)", ELVERHAVN, Role.ADMIN),
    Account("officer@example.org", "Officer (demo)", ELVERHAVN, Role.OFFICER),
    Account("officer2@example.org", "Second officer (demo)", ELVERHAVN, Role.OFFICER),
    Account("member@example.org", "Network member, cleared to amber (demo)", ELVERHAVN, Role.READER, Marking.AMBER),
    Account("reader@example.org", "Network member, cleared to green (demo)", ELVERHAVN, Role.READER, Marking.GREEN),
    Account("elsewhere@example.org", "Admin of another city (demo)", STENHAVN, Role.ADMIN),
    Account("elsewhere2@example.org", "Officer of another city (demo)", STENHAVN, Role.OFFICER),
    Account("host@example.org", "Host staff (demo)"),
)


def make_cities(folder: Path, say: Callable[[str], None]) -> None:
    """Whatever is missing, in the order in which it is needed: an interrupted start is taken up where it ended."""
    _make_city(folder, ELVERHAVN, name="Elverhavn")
    _make_city(folder, STENHAVN, name="Stenhavn")
    city, small = (City.objects.get(slug=slug) for slug in (ELVERHAVN, STENHAVN))
    if not _is_complete(city, folder):
        say("Making the files of a fictional city")
        make.make(folder)
        _take_in(city, folder)
    if not _is_complete(small, folder / STENHAVN):
        make_small.make(folder / STENHAVN)
        _take_in(small, folder / STENHAVN)


def make_people(folder: Path) -> str:
    """An account for every role; returns their password, which is made once and kept in the folder."""
    password = kept_password(folder)
    hashed = make_password(password)  # of them all: it is printed, and each hash takes a quarter of a second
    for account in CAST:
        _make_account(account, hashed)
    return password


def people() -> dict[str, User]:
    """Those of the cast, by what their address begins with."""
    found = User.objects.filter(email__in=[account.email for account in CAST])
    return {user.email.partition("@")[0]: user for user in found}


def is_ours_alone() -> bool:
    """Whether there is no city but the fictional ones: people with a printed password have no place beside others."""
    return not City.objects.exclude(slug__in=(ELVERHAVN, STENHAVN)).exists()


def _make_city(folder: Path, slug: str, *, name: str) -> None:
    if not City.objects.filter(slug=slug).exists():
        record = (EXAMPLES / "processing-record.json").read_text(encoding="utf-8").replace("Elverhavn", name)
        folder.mkdir(parents=True, exist_ok=True)
        kept = folder / f"processing-record-{slug}.json"
        kept.write_text(record, encoding="utf-8")
        call_command(
            "create_city",
            slug,
            name=name,
            country="DK",
            time_zone="Europe/Copenhagen",
            processing_record=kept,
            worry_channel="the city's contact point for worries about a person (fictional)",
        )


def _tables(folder: Path) -> list[tuple[Path, Path]]:
    """Each mapping file with the table it reads."""
    return [
        (mapping, folder / f"observations-{mapping.stem.removeprefix('mapping-')}.csv")
        for mapping in sorted(folder.glob("mapping-*.json"))
    ]


def _is_complete(city: City, folder: Path) -> bool:
    tables = _tables(folder)
    with city_context(city.pk, via="command demo"):
        return bool(tables) and ObservationImport.objects.count() >= len(tables)


def _take_in(city: City, folder: Path) -> None:
    with city_context(city.pk, via="command demo"):
        has_districts = BoundarySet.objects.exists()
        there = set(ObservationImport.objects.values_list("file_name", flat=True))
    if not has_districts:
        districts = folder / "districts.geojson"
        call_command("import_boundaries", city.slug, districts, code="code", name="name", valid_from="2020-01-01")
    call_command(
        "import_indicators",
        city.slug,
        folder / "population.csv",
        code="code",
        population="residents",
        source=f"{city.name} in figures (fictional)",
    )
    for mapping, table in _tables(folder):
        if table.name not in there:
            call_command("import_observations", city.slug, table, mapping=mapping)


def kept_password(folder: Path) -> str:
    """Of every account; made once."""
    file = folder / "password"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text("-".join("".join(secrets.choice(PLAIN) for _ in range(4)) for _ in range(4)))
    return file.read_text()


@transaction.atomic
def _make_account(account: Account, hashed: str) -> None:
    if User.objects.filter(email=account.email).exists():
        return
    is_host = not account.city
    user = User.objects.create(
        email=account.email,
        password=hashed,
        name=account.name,
        is_staff=is_host,
        is_superuser=is_host,
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if account.city:
        city = City.objects.get(slug=account.city)
        with city_context(city.pk, via="command demo"):
            Membership.objects.create(city=city, user=user, role=account.role, clearance=account.clearance)
