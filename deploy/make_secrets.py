#!/usr/bin/env python3
"""Write the secrets of an installation into deploy/secrets/: `python3 deploy/make_secrets.py groundwork.example.org`.

One file a secret; every service is given those it needs and no more: the site does not know the passwords of the
owner, of the worker and of the backup, beat knows the broker's alone. Files that are there already are left as they
are. Needs nothing but Python 3.9.
"""

import argparse
import os
import re
import secrets
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "secrets"
NOT_PLAIN = re.compile(r"[\s'\"$#`\\]")
HOST_NAME = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", help="the host name under which people reach the site, such as groundwork.example.org")
    parser.add_argument("--smtp", default="", help="smtp+starttls://user:password@mail.example.org:587")
    parser.add_argument("--from", dest="sender", default="", help="address mails come from; default: groundwork@NAME")
    parser.add_argument("--recipient", default="", help="age1…, whom backups are encrypted to; see docs/deploy.md")
    parser.add_argument("--folder", type=Path, default=FOLDER, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if not HOST_NAME.fullmatch(given.name):
        sys.exit(f"“{given.name}” is not a host name. Give it without https:// and without a path.")
    for value in (given.smtp, given.sender, given.recipient):
        if NOT_PLAIN.search(value):
            sys.exit(
                "Spaces, quotes and the signs $ # ` \\ mean something else in these files. Write them as %24 and so on."
            )
    if (given.folder / "site.env").is_file() and not (given.folder / "key.env").exists():
        print(f"Taken apart in {given.folder}: {', '.join(take_apart(given.folder))}.")  # noqa: T201
        add_worker(given.folder)
        return 0
    if (given.folder / "key.env").is_file() and not (given.folder / "worker.env").exists():
        add_worker(given.folder)
        return 0
    there = sorted(file.name for file in given.folder.glob("*.env"))
    if there:
        sys.exit(f"There are secrets in {given.folder} already ({', '.join(there)}). They were left as they are.")
    write(given.folder, files(given))
    print(f"Written to {given.folder}. Keep a copy of key.env and database.env where the backups are not.")  # noqa: T201
    return 0


# Before, site.env held all of these.
APART = {
    "key.env": ("GROUNDWORK_SECRET_KEY", "GROUNDWORK_OLD_SECRET_KEYS"),
    "app.env": ("DATABASE_URL",),
    "queue.env": ("REDIS_URL",),
    "mail.env": ("GROUNDWORK_SMTP",),
}


def take_apart(folder: Path) -> "list[str]":
    """The secrets of an older site.env, each in the file of its own, as they are; the rest stays."""
    lines = (folder / "site.env").read_text().splitlines(keepends=True)
    apart = {name: [line for line in lines if line.split("=", 1)[0] in names] for name, names in APART.items()}
    for name, of_it in apart.items():
        with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.writelines(of_it)
    gone = [line for of_it in apart.values() for line in of_it]
    (folder / "site.env").write_text("".join(line for line in lines if line not in gone))
    return list(apart)


def add_worker(folder: Path) -> None:
    """An older installation's worker signed in to the database as the site does."""
    word = secrets.token_urlsafe(32)
    write(folder, {"worker.env": worker(word)})
    with (folder / "database.env").open("a") as file:
        file.write(f"WORKER_PASSWORD={word}\n")
    print(  # noqa: T201
        "The worker has a password of its own now: worker.env and database.env. Give the database its role: "
        "docs/deploy.md, section 7."
    )


def worker(word: str) -> "dict[str, str]":
    return {"DATABASE_URL": f"postgres://groundwork_worker:{word}@database/groundwork"}


def files(given: argparse.Namespace) -> "dict[str, dict[str, str]]":
    owner, app, work, backup, broker, superuser = (secrets.token_urlsafe(32) for _ in range(6))
    return {
        "site.env": {
            "GROUNDWORK_URL": f"https://{given.name}",
            "GROUNDWORK_FROM": given.sender or f"groundwork@{given.name}",
        },
        "key.env": {"GROUNDWORK_SECRET_KEY": secrets.token_urlsafe(64)},
        "app.env": {"DATABASE_URL": f"postgres://groundwork_app:{app}@database/groundwork"},
        "worker.env": worker(work),
        "queue.env": {"REDIS_URL": f"redis://:{broker}@broker:6379/0"},
        "mail.env": {"GROUNDWORK_SMTP": given.smtp},
        "owner.env": {"DATABASE_OWNER_URL": f"postgres://groundwork_owner:{owner}@database/groundwork"},
        "backup.env": {
            "DATABASE_BACKUP_URL": f"postgres://groundwork_backup:{backup}@database/groundwork",
            "GROUNDWORK_BACKUP_RECIPIENT": given.recipient,
        },
        "database.env": {
            "POSTGRES_USER": "postgres",
            "POSTGRES_PASSWORD": superuser,
            "OWNER_PASSWORD": owner,
            "APP_PASSWORD": app,
            "WORKER_PASSWORD": work,
            "BACKUP_PASSWORD": backup,
        },
        "broker.env": {"BROKER_PASSWORD": broker},
        "proxy.env": {"GROUNDWORK_DOMAIN": given.name},
    }


def write(folder: Path, content: "dict[str, dict[str, str]]") -> None:
    """Readable by nobody but whoever runs this."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, values in content.items():
        lines = "".join(f"{variable}={value}\n" for variable, value in values.items())
        with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(lines)


if __name__ == "__main__":
    sys.exit(main())
