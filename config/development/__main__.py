"""`python -m config.development --port 8000`"""

import argparse
import os
import signal
import socket
import sys
from contextlib import closing

from config import embedded, services
from config.development import site
from config.development.parts import say

LOOPBACK = "127.0.0.1"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m config.development", description="The site on one's own code.")
    parser.add_argument("--port", type=int, default=8000, help="on the loopback address; 0 takes any; default: 8000")
    port = parser.parse_args().port
    # A state folder of its own: what one tries with records and migrations is no business of the demonstration.
    os.environ.setdefault("GROUNDWORK_HOME", str(embedded.home() / "run"))
    # Said for Ctrl-C too: a shell that starts it in the background has that ignored.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        with closing(_listening(port)) as listening, services.running():
            site.serve(services.home(), listening)
    except services.CannotStart as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        say("Ended, with everything that was started. The data stays for the next time.")


def _listening(port: int) -> socket.socket:
    """Held here and handed to each web server: while one starts, the browser waits and is not refused."""
    try:
        return socket.create_server((LOOPBACK, port))
    except OSError as problem:
        sys.exit(f"Port {port} cannot be used ({problem.strerror}). Choose another: make run PORT={port + 1}")


if __name__ == "__main__":
    main()
