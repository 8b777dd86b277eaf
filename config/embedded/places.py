"""Where the built-in services keep things, and at which addresses they will be. Nothing is started here."""

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

PROJECT = Path(__file__).resolve().parent.parent.parent
# A socket's path must fit into 107 bytes (sockaddr_un); PostgreSQL appends "/.s.PGSQL.5432.lock".
LONGEST_SOCKET_FOLDER = 85
DATABASE = "groundwork"


class CannotStart(RuntimeError):
    """A built-in service cannot run; the message says what is in the way and what to do."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Addresses of the built-in services: one database URL per role, Redis for redis-py and for Celery."""

    database_url: str
    owner_url: str
    backup_url: str
    redis_url: str
    celery_url: str


def home() -> Path:
    """The state folder: `GROUNDWORK_HOME`, else `.groundwork/` in the project."""
    return Path(os.environ.get("GROUNDWORK_HOME") or PROJECT / ".groundwork").absolute()


def run_folder(home: Path) -> Path:
    """The folder of the sockets: inside the home, or a private short one where the path would be too long."""
    inside = home / "run"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
        return inside
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"groundwork-{os.getuid()}-{digest}"


def redis_socket(home: Path) -> Path:
    return run_folder(home) / "redis.sock"


def endpoints(home: Path) -> Endpoints:
    """The addresses the services of this home have when they run."""
    folder = quote(str(run_folder(home)), safe="")
    redis = quote(str(redis_socket(home)))

    def database(role: str) -> str:
        return f"postgres://{role}@{folder}/{DATABASE}"

    return Endpoints(
        database_url=database("groundwork_app"),
        owner_url=database("groundwork_owner"),
        backup_url=database("groundwork_backup"),
        redis_url=f"unix://{redis}?db=0",
        celery_url=f"redis+socket://{redis}?virtual_host=0",
    )


def make_private(folder: Path, owner: int) -> None:
    """Make a folder that only `owner` may enter. Raises CannotStart where somebody else was there first."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.getuid(), owner}:
            raise CannotStart(
                f"{folder} belongs to somebody else. Remove it, or set GROUNDWORK_HOME to a folder of your own."
            )
        if os.getuid() == 0 and found.st_uid != owner:
            os.chown(folder, owner, -1)
        folder.chmod(0o700)
    except OSError as problem:
        raise CannotStart(
            f"The folder {folder} cannot be made ({problem.strerror}). "
            "Give yourself the right to write there, or set GROUNDWORK_HOME to another folder."
        ) from None
