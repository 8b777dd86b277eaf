"""Where the built-in services keep things, and at which addresses they will be. Nothing is started here."""

import hashlib
import os
import pwd
import re
import shutil
import socket
import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

PROJECT = Path(__file__).resolve().parent.parent.parent
# A socket's path must fit into 107 bytes (sockaddr_un; 103 on some systems); PostgreSQL appends "/.s.PGSQL.5432".
LONGEST_SOCKET_FOLDER = 85
# What may stand in the path of a socket: anything else (a comma, a quote, bytes that are no text) means something
# in a configuration file or an address.
PLAIN = re.compile(r"[\w /.+@~-]+")
# Not the temporary folder of the environment: two processes with two environments have to agree.
SHORT_FOLDERS = Path("/tmp")  # noqa: S108  (made private, and its owner is checked at every use)
# A new cluster takes 39 MB, its write-ahead log 16 MB at a time, and both services write while they recover.
NEEDED_MEGABYTES = 150
DATABASE = "groundwork"
PORT = 5432


class CannotStart(RuntimeError):
    """A built-in service cannot run; the message says what is in the way and what to do."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Addresses of the built-in services: one database URL per role, Redis for redis-py and for Celery."""

    database_url: str
    owner_url: str
    worker_url: str
    backup_url: str
    redis_url: str
    celery_url: str


def home() -> Path:
    """The state folder: `GROUNDWORK_HOME`, else `.groundwork/` in the project."""
    return Path(os.environ.get("GROUNDWORK_HOME") or PROJECT / ".groundwork").resolve()


def is_lasting() -> bool:
    """Whether what is written has to outlive a power cut; not so for throw-away homes (`GROUNDWORK_FSYNC=off`)."""
    return os.environ.get("GROUNDWORK_FSYNC", "on").lower() not in {"off", "0", "false", "no"}


def account() -> pwd.struct_passwd:
    """Whose process PostgreSQL is: the caller's, or `nobody`'s where the caller is root, which it refuses."""
    try:
        return pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    except KeyError:
        raise CannotStart(
            "PostgreSQL needs an account to run under, and this machine has no entry for "
            f"{'`nobody`' if os.getuid() == 0 else f'user number {os.getuid()}'} in /etc/passwd. "
            "Add one, or give DATABASE_URL and REDIS_URL."
        ) from None


def run_folder(home: Path) -> Path:
    """The folder of the sockets: inside the home, or a short one of our own where that path cannot hold a socket."""
    inside = home.resolve() / "run"
    name = os.fsencode(inside)
    if len(name) <= LONGEST_SOCKET_FOLDER and PLAIN.fullmatch(str(inside)):
        return inside
    return SHORT_FOLDERS / f"groundwork-{os.getuid()}-{hashlib.sha256(name).hexdigest()[:16]}"


def database_socket(home: Path) -> Path:
    return run_folder(home) / f".s.PGSQL.{PORT}"


def redis_socket(home: Path) -> Path:
    return run_folder(home) / "redis.sock"


def endpoints(home: Path) -> Endpoints:
    """The addresses the services of this home have when they run."""
    redis = quote(str(redis_socket(home)))
    return Endpoints(
        database_url=address(home, "groundwork_app"),
        owner_url=address(home, "groundwork_owner"),
        worker_url=address(home, "groundwork_worker"),
        backup_url=address(home, "groundwork_backup"),
        redis_url=f"unix://{redis}?db=0",
        celery_url=f"redis+socket://{redis}?virtual_host=0",
    )


def address(home: Path, role: str, database: str = DATABASE) -> str:
    return f"postgres://{role}@{quote(str(run_folder(home)), safe='')}:{PORT}/{database}"


def is_private(folder: Path) -> bool:
    """Whether only we (and the account of the server) can have put into this folder what is in it."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    ours = {os.getuid(), account().pw_uid}
    return stat.S_ISDIR(found.st_mode) and found.st_uid in ours and not found.st_mode & 0o077


def make_private(folder: Path, owner: int) -> None:
    """Make a folder that only `owner` may enter. Raises CannotStart where somebody else was there first."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.getuid(), owner}:
        raise CannotStart(
            f"{folder} belongs to another account (number {found.st_uid}). Work as that account, "
            "or set GROUNDWORK_HOME to a folder of your own."
        )
    if found.st_uid != owner:
        os.chown(folder, owner, -1, follow_symlinks=False)
    if found.st_mode & 0o777 != 0o700:
        folder.chmod(0o700)


def check_space(folder: Path) -> None:
    free = shutil.disk_usage(folder).free // 2**20
    if free < NEEDED_MEGABYTES:
        raise CannotStart(
            f"The disk under {folder} has {free} MB left; the built-in services need {NEEDED_MEGABYTES} MB to start. "
            "Free some space, or set GROUNDWORK_HOME to a folder on another disk."
        )


def check_sockets(folder: Path) -> None:
    """Some file systems (FAT, some shared folders) hold no sockets."""
    probe = folder / "probe"
    try:
        with socket.socket(socket.AF_UNIX) as attempt:
            attempt.bind(str(probe))
    except OSError as problem:
        raise CannotStart(
            f"{folder} cannot hold a socket ({problem.strerror}). Set GROUNDWORK_HOME to a folder on a local disk."
        ) from None
    finally:
        probe.unlink(missing_ok=True)


def clear_socket(path: Path) -> None:
    """Remove the socket of a server that is gone; nothing else, and nobody else's."""
    try:
        kind = path.lstat().st_mode
    except FileNotFoundError:
        return
    with socket.socket(socket.AF_UNIX) as attempt:
        if not stat.S_ISSOCK(kind) or attempt.connect_ex(str(path)) == 0:
            raise CannotStart(
                f"{path} is in use by something that is not ours. Remove it, or set GROUNDWORK_HOME to another folder."
            )
    path.unlink(missing_ok=True)
