#!/usr/bin/env python3
"""Name every image by the digest it has now: `python3 deploy/pin_images.py`.

Asks Docker, which asks the registry, and writes what it said into .env, where Compose and the builds find it. Lines of
.env that are about something else stay. An image whose digest is not told is an error: nothing is written then, and no
digest is ever made up. Needs Docker and nothing but Python 3.9.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
IMAGE = re.compile(r"\$\{([A-Z]+_IMAGE):-([^}@]+)\}")
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
WAIT_SECONDS = 600


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=PROJECT, help=argparse.SUPPRESS)
    folder = parser.parse_args().folder
    images = dict(IMAGE.findall((folder / "docker-compose.yml").read_text()))
    pinned = {variable: f"{image}@{digest_of(image)}" for variable, image in sorted(images.items())}
    write(folder / ".env", pinned)
    for image in pinned.values():
        print(image)  # noqa: T201
    return 0


def digest_of(image: str) -> str:
    """As the registry names the image for every kind of machine. Ends with what is wrong where it is not told."""
    command = ["docker", "buildx", "imagetools", "inspect", image, "--format", "{{json .Manifest.Digest}}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=WAIT_SECONDS)
    except FileNotFoundError:
        sys.exit("There is no Docker on this machine. Run this where the containers run; nothing was written.")
    except subprocess.TimeoutExpired:
        sys.exit(f"Docker did not answer within {WAIT_SECONDS} seconds about {image}; nothing was written.")
    found = DIGEST.fullmatch(done.stdout.strip().strip('"'))
    if done.returncode or not found:
        sys.exit(f"Docker told no digest of {image}; nothing was written.\n{done.stderr.strip()[:2000]}")
    return found[0]


def write(file: Path, pinned: "dict[str, str]") -> None:
    """In one step, so that nobody finds half of it."""
    before = file.read_text().splitlines() if file.exists() else []
    others = [line for line in before if line.split("=", 1)[0] not in pinned]
    new = file.with_name(f"{file.name}.new")
    new.write_text("".join(f"{line}\n" for line in [*others, *(f"{name}={image}" for name, image in pinned.items())]))
    new.replace(file)


if __name__ == "__main__":
    sys.exit(main())
