"""The ledger of the tests: seconds of CPU per folder, each against a ceiling, printed by `make test` (`--ledger`).

Counted is what the test process and its ended children used, as user and as system, from one phase of a test to the
next: whatever a fixture of a file or of a whole run costs stands with the test that asked first. Under xdist each
worker measures itself; the figures travel with the reports. Not counted are collecting the tests and children of
children that nobody waits for, as the slots of a worker that a test kills. What PostgreSQL and Redis use has a line
below, and so has what lives as long as a test process: workers, browsers, the web server these look at. It ends with
whichever test is the last, whose folder it is not.

Seconds of CPU, because they say what the tests do and hardly what else the machine does. Hardly is not never: a busy
or another machine takes up to half as long again. So the ceilings are generous, and a folder above its own is named
in a line nobody can overlook but does not fail the run: a red run must mean that something is broken. Who makes a
folder dearer for a good reason raises its ceiling in the same commit.
"""

import resource
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from typing import Any, TypeVar

import psutil
import pytest
from _pytest.runner import runtestprotocol

Made = TypeVar("Made")
PHASES = 3  # of a test: set up, called, torn down

# Seconds of CPU: what was measured on two cores that many processes shared, and a little more. Of the 960 that eight
# minutes have on two cores, browsers, servers and collecting the tests take their part as well.
CEILINGS = {
    "tests/access": 80,
    "tests/accounts": 24,
    "tests/analysis": 30,
    "tests/bench": 10,
    "tests/browser": 28,
    "tests/config": 54,
    "tests/deploy": 20,
    "tests/core": 12,
    "tests/demo": 62,
    "tests/home": 30,
    "tests/hostile": 54,
    "tests/jobs": 24,
    "tests/loop": 16,
    "tests/mapping": 72,
    "tests/notices": 14,
    "tests/operations": 24,
    "tests/output": 20,
    "tests/planning": 24,
    "tests/records": 46,
    "tests/reports": 145,
    "tests/stakeholders": 34,
}

# The same for what lives beside the tests: a Chromium of next year may draw what nobody asked for.
CEILINGS_BESIDE = {"browsers": 330, "web servers for them": 38}


def cpu_seconds() -> float:
    """What this process and the children it has seen end used so far."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def folder_of(nodeid: str) -> str:
    """`tests/jobs/test_worker.py::test_…` → `tests/jobs`; a file that lies in `tests` itself is its own folder."""
    return "/".join(nodeid.split("::", maxsplit=1)[0].split("/")[:2])


def lines(spent: Mapping[str, float], ceilings: Mapping[str, float]) -> Iterator[tuple[str, bool]]:
    """The dearest first, each with whether something is wrong with it."""
    for folder, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        ceiling = ceilings.get(folder)
        if ceiling is None:
            yield f"{folder:24} {seconds:7.1f} s   NO CEILING: state one in tests/ledger.py", True
        elif seconds > ceiling:
            yield f"{folder:24} {seconds:7.1f} s   ABOVE ITS CEILING of {ceiling} s", True
        else:
            yield f"{folder:24} {seconds:7.1f} s of {ceiling}", False


def lines_beside(spent: Mapping[str, float], ceilings: Mapping[str, float]) -> Iterator[tuple[str, bool]]:
    """What lives beside the tests; not all of it has a ceiling."""
    for name, seconds in sorted(spent.items()):
        ceiling = ceilings.get(name)
        is_above = ceiling is not None and seconds > ceiling
        said = "" if ceiling is None else f", ABOVE ITS CEILING of {ceiling} s" if is_above else f" of {ceiling}"
        yield f"{name:24} {seconds:7.1f} s besides{said}", is_above


class Ledger:
    """Measures in whichever process runs tests, adds up and prints in the one that reports."""

    def __init__(self, ceilings: Mapping[str, float]) -> None:
        self._ceilings = ceilings
        self._spent: dict[str, float] = defaultdict(float)
        self._beside: dict[str, float] = defaultdict(float)
        self._told: dict[str, float] = {}
        self._read = 0.0

    def pytest_collection_finish(self) -> None:
        self._read = cpu_seconds()

    def beside(self, name: str, seconds: float) -> None:
        """What something used that no single test started; told with the next report."""
        self._told[name] = self._told.get(name, 0.0) + seconds

    def forget(self, seconds: float) -> None:
        """Of children that ended: told beside already."""
        self._read += seconds

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Any:
        report = yield
        now = cpu_seconds()
        report.cpu_seconds, self._read = now - self._read, now
        report.cpu_seconds_beside, self._told = self._told, {}
        return report

    def pytest_runtest_logreport(self, report: Any) -> None:
        # The report of a test whose process died is xdist's own, and knows no seconds.
        self._spent[folder_of(report.nodeid)] += getattr(report, "cpu_seconds", 0.0)
        for name, seconds in getattr(report, "cpu_seconds_beside", {}).items():
            self._beside[name] += seconds

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        terminalreporter.section("seconds of CPU")
        for line, wrong in lines(self._spent, self._ceilings):
            terminalreporter.line(line, red=wrong, bold=wrong)
        terminalreporter.line(f"{'together':24} {sum(self._spent.values()):7.1f} s")
        for line, wrong in lines_beside(self._beside, CEILINGS_BESIDE):
            terminalreporter.line(line, red=wrong, bold=wrong)


@contextmanager
def lasting(config: pytest.Config, name: str, starts: AbstractContextManager[Made]) -> Iterator[Made]:
    """What it starts lives as long as this test process, and is told under this name with all that it starts itself."""
    there = set(psutil.Process().children())
    with ExitStack() as stack:
        made = stack.enter_context(starts)
        ours = [each for each in psutil.Process().children() if each not in there]
        yield made
        used = sum(map(_with_all_it_started, ours))
        told_beside(config, name, stack.close, lambda: used)


def told_beside(config: pytest.Config, name: str, end: Callable[[], object], used: Callable[[], float]) -> None:
    """`end` it; what it used stands under its name, and not with the test that happened to be the last."""
    before = _of_ended()
    end()
    ledger = config.pluginmanager.get_plugin("ledger")
    if ledger:
        ledger.beside(name, used())
        ledger.forget(_of_ended() - before)


def _with_all_it_started(process: psutil.Process) -> float:
    found = 0.0
    with suppress(psutil.NoSuchProcess):
        for each in (process, *process.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                found += sum(each.cpu_times()[:4])
    return found


def _of_ended() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--ledger", action="store_true", help="print the seconds of CPU of each folder of tests")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--ledger"):
        config.pluginmanager.register(Ledger(CEILINGS), "ledger")


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Under xdist one message about a test that passed in place of six: that it began, was made ready, was cleared away
    and ended is told by nobody there. Of any other all its reports travel, in pytest's own order.
    """
    if not hasattr(item.config, "workerinput") or item.config.getoption("durations"):
        return None
    for report in told_of(runtestprotocol(item, log=False, nextitem=nextitem)):
        item.ihook.pytest_runtest_logreport(report=report)
    if nextitem is None:  # the last line of dots is filled by it
        item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def told_of(reports: Sequence[Any]) -> Sequence[Any]:
    """Of the reports of a test that passed that of its call alone, with what all of them tell the ledger."""
    if len(reports) != PHASES or not all(report.passed for report in reports):
        return reports
    said = reports[1]
    if hasattr(said, "cpu_seconds"):
        said.cpu_seconds = sum(report.cpu_seconds for report in reports)
        beside = Counter[str]()
        for report in reports:
            beside.update(report.cpu_seconds_beside)
        said.cpu_seconds_beside = dict(beside)
    return [said]
