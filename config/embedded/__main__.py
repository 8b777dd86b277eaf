"""`python -m config.embedded start | stop | status | url`"""

import argparse
import sys

from config import embedded


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m config.embedded", description=embedded.__doc__)
    parser.add_argument("what", choices=["start", "stop", "status", "url"])
    what = parser.parse_args().what
    home = embedded.home()
    try:
        if what == "start":
            embedded.ensure_running(home)
        if what == "stop":
            embedded.stop(home)
    except embedded.CannotStart as problem:
        sys.exit(str(problem))
    if what == "url":
        print(embedded.endpoints(home).database_url)  # noqa: T201
        return 0
    running = embedded.is_running(home)
    print(f"{'running' if running else 'not running'} in {home}")  # noqa: T201
    return 0 if running == (what != "stop") else 1


if __name__ == "__main__":
    sys.exit(main())
