"""The restore drill: a home with everything in it, its backup, an empty home, and every row and file compared."""

import hashlib
import io
import random
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pyrage
import pytest
from django.core.management import CommandError, call_command

from config import embedded
from config.embedded.places import DATABASE, address
from operations.backup import BackupError, make_backup
from operations.backup.restoring import check
from tests.demo.demonstration import for_commands, manage
from tests.forking import Forked, run_forked
from tests.services import PROJECT

pytestmark = pytest.mark.xdist_group("backup")
Rows = dict[str, list[str]]


def rows(home: Path) -> Rows:
    """Every row of every table, past the policies."""
    server = psycopg2.connect(address(home, "postgres", DATABASE))
    try:
        with server, server.cursor() as asking:
            asking.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
            found = {}
            for (name,) in asking.fetchall():
                asking.execute(f'SELECT t::text FROM "{name}" t ORDER BY 1')
                found[name] = [row for (row,) in asking.fetchall()]
            asking.execute("SELECT sequencename, last_value::text FROM pg_sequences ORDER BY 1")
            return {**found, "sequences": [f"{name} {value}" for name, value in asking.fetchall()]}
    finally:
        server.close()


def files(home: Path) -> dict[str, str]:
    kept = (home / "files").rglob("*")
    return {
        str(file.relative_to(home)): hashlib.sha256(file.read_bytes()).hexdigest() for file in kept if file.is_file()
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("backup")


@pytest.fixture(scope="module")
def full_home(home: Path) -> Path:
    """A city with its data, history, a diagnosis and its files; and a session, which must not come back."""
    embedded.ensure_running(home)
    server = psycopg2.connect(address(home, "groundwork_app", DATABASE))
    with server, server.cursor() as asking:
        asking.execute("INSERT INTO django_session VALUES ('of-somebody', '', now() + interval '1 day')")
    server.close()
    return home


@pytest.fixture(scope="module")
def key(folder: Path) -> Path:
    call_command("make_backup_key", folder / "key", stdout=io.StringIO())
    return folder / "key"


@pytest.fixture(scope="module")
def recipient(key: Path) -> str:
    return str(pyrage.x25519.Identity.from_str(key.read_text().splitlines()[-1]).to_public())


@pytest.fixture(scope="module")
def backup(full_home: Path, folder: Path, recipient: str) -> Path:
    (folder / "backups").mkdir()
    done = manage(full_home, "backup", str(folder / "backups"), "--recipient", recipient)
    assert done.returncode == 0, done.stderr
    file, sha256 = done.stdout.splitlines()
    assert hashlib.sha256(Path(file).read_bytes()).hexdigest() == sha256
    return Path(file)


@pytest.fixture
def empty_home(tmp_path: Path) -> Iterator[Path]:
    home = tmp_path / "empty"
    yield home
    embedded.stop(home)


@pytest.fixture(scope="module")
def restored_home(backup: Path, key: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("restored") / "home"
    restored = manage(home, "restore", str(backup), "--key", "/dev/stdin", given=key.read_text())
    assert restored.returncode == 0, restored.stderr
    assert "what was erased is there again" in restored.stderr
    yield home
    embedded.stop(home)


def test_every_row_and_every_file_comes_back_and_the_history_still_verifies(
    full_home: Path, backup: Path, key: Path, restored_home: Path
) -> None:
    before, after = rows(full_home), rows(restored_home)
    # beside those of whoever looked at the demonstration before
    assert any("of-somebody" in session for session in before.pop("django_session"))
    assert after.pop("django_session") == []
    assert before == after
    assert sum(map(len, before.values())) > 3000
    assert files(full_home) == files(restored_home)
    assert len(files(full_home)) > 1
    assert manage(restored_home, "migrate", "--check").returncode == 0
    verified = manage(restored_home, "verify")
    assert verified.returncode == 0, verified.stderr
    again = manage(restored_home, "restore", str(backup), "--key", str(key))
    assert (again.returncode, "not empty" in again.stderr) == (1, True)
    assert rows(restored_home) | {"django_session": []} == after | {"django_session": []}


def test_what_was_restored_is_held_by_the_same_rules(restored_home: Path) -> None:
    server = psycopg2.connect(address(restored_home, "groundwork_app", DATABASE))
    for statement, refusal in (
        ("SELECT * FROM mapping_observation", "app.city"),  # no city: raises instead of showing nothing
        ("TRUNCATE accounts_user CASCADE", "permission denied"),
        ("SET app.city = '1'; UPDATE mapping_observationevent SET pgh_label = ''", "permission denied"),
    ):
        with server, server.cursor() as asking, pytest.raises(psycopg2.Error, match=refusal):
            asking.execute(statement)
    server.close()


def test_a_wrong_key_and_a_file_that_was_changed_or_cut_off_change_nothing(
    backup: Path, key: Path, empty_home: Path, tmp_path: Path
) -> None:
    whole = backup.read_bytes()
    spot = len(whole) // 2
    # cut off, empty, changed anywhere: see the test below; here one by the command, which must change nothing
    bad = {"changed": whole[:spot] + bytes([whole[spot] ^ 1]) + whole[spot + 1 :]}
    (tmp_path / "wrong key").write_text(str(pyrage.x25519.Identity.generate()))
    refused = {"wrong key": manage(empty_home, "restore", str(backup), "--key", str(tmp_path / "wrong key"))}
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
        refused[name] = manage(empty_home, "restore", str(tmp_path / name), "--key", str(key))
    for name, done in refused.items():
        assert done.returncode == 1, name
        assert "Nothing was changed" in done.stderr, done.stderr
        assert "Traceback" not in done.stderr, name
    assert "was not encrypted to this key" in refused["wrong key"].stderr
    assert set(rows(empty_home)) == {"sequences"}
    assert files(empty_home) == {}


# the first of the places that the soak tries
@pytest.mark.parametrize(
    "places", [30, pytest.param(100, marks=pytest.mark.soak)], ids=lambda places: f"{places} places"
)
def test_any_single_change_anywhere_is_found(backup: Path, key: Path, tmp_path: Path, places: int) -> None:
    identity = pyrage.x25519.Identity.from_str(key.read_text().splitlines()[-1])
    chance, whole = random.Random(42), backup.read_bytes()
    target = tmp_path / "changed"
    for _ in range(places):
        spot = chance.randrange(len(whole))
        target.write_bytes(whole[:spot] + bytes([whole[spot] ^ chance.randrange(1, 256)]) + whole[spot + 1 :])
        with pytest.raises(BackupError):
            check(target, identity)
        target.write_bytes(whole[:spot])
        with pytest.raises(BackupError):
            check(target, identity)
    for other in (whole[:-1], b"", b"PK\x03\x04" + whole):
        target.write_bytes(other)
        with pytest.raises(BackupError):
            check(target, identity)
    assert check(backup, identity).rows > 3000


@pytest.mark.parametrize(
    "parts",
    [(0.8,), pytest.param((0.5, 0.7, 0.8, 0.85, 0.9, 0.95), marks=pytest.mark.soak)],
    ids=lambda parts: f"{len(parts)} times",
)
def test_an_interrupted_backup_leaves_nothing_or_a_whole_one(
    full_home: Path, recipient: str, key: Path, tmp_path: Path, parts: tuple[float, ...]
) -> None:
    identity = pyrage.x25519.Identity.from_str(key.read_text().splitlines()[-1])
    command = [sys.executable, "manage.py", "backup", str(tmp_path), "--recipient", recipient]
    began = time.monotonic()
    assert run_forked(command, cwd=PROJECT, env=for_commands(full_home)).returncode == 0
    takes = time.monotonic() - began
    for part in parts:
        process = Forked(
            command, cwd=PROJECT, env=for_commands(full_home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(takes * part)
        process.kill()
        process.wait()
    assert all(check(file, identity).rows > 3000 for file in tmp_path.iterdir())


def test_without_groundwork_it_opens_with_age_tar_and_pg_restore(backup: Path, key: Path) -> None:
    identity = pyrage.x25519.Identity.from_str(key.read_text().splitlines()[-1])
    clear = pyrage.decrypt(backup.read_bytes(), [identity])
    with tarfile.open(fileobj=io.BytesIO(clear)) as archive:
        names = archive.getnames()
        first = archive.extractfile(names[0])
        assert first is not None
        assert first.read(5) == b"PGDMP"
    assert (names[0], names[-1]) == ("database.dump.000000", "manifest.json")


def test_a_backup_nobody_could_read_is_not_made(full_home: Path, tmp_path: Path) -> None:
    done = manage(full_home, "backup", str(tmp_path))
    assert (done.returncode, "Nobody is named who could read the backup" in done.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("where", "recipients", "why"),
    [
        ("", [], "Nobody is named who could read the backup"),
        ("", ["AGE-SECRET-KEY-1"], "It is not the secret key"),
        ("none", ["{recipient}"], "Nothing can be written"),
    ],
)
def test_nor_one_for_somebody_who_cannot_be_or_where_it_cannot_be_kept(
    recipient: str, tmp_path: Path, where: str, recipients: list[str], why: str
) -> None:
    with pytest.raises(BackupError, match=why):
        make_backup(folder=tmp_path / where, recipients=[each.format(recipient=recipient) for each in recipients])
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_missing_from_the_backup_s_own_list_is_found(backup: Path, key: Path, tmp_path: Path) -> None:
    """Somebody with the public key makes a backup of their own from parts of a real one."""
    identity = pyrage.x25519.Identity.from_str(key.read_text().splitlines()[-1])
    made = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(pyrage.decrypt(backup.read_bytes(), [identity]))) as real,
        tarfile.open(fileobj=made, mode="w") as forged,
    ):
        for member in real:
            if not member.name.startswith("files/"):
                forged.addfile(member, real.extractfile(member))
    (tmp_path / "forged").write_bytes(pyrage.encrypt(made.getvalue(), [identity.to_public()]))
    with pytest.raises(BackupError, match="does not hold what its manifest says"):
        check(tmp_path / "forged", identity)


def test_a_key_is_never_written_over(key: Path, tmp_path: Path) -> None:
    shutil.copy(key, tmp_path / "key")
    with pytest.raises(CommandError, match="No key was written"):
        call_command("make_backup_key", tmp_path / "key")
    assert (tmp_path / "key").read_text() == key.read_text()
