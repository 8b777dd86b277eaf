"""What cannot be measured where a package is missing is named, and costs no other figure."""

import sys

import pytest

from tests.bench.figures import LeftOut
from tests.bench.named import BENCHES, ONLY_HERE, bench_of

NEED_THEM = {"pdf_vs_weasyprint", "import_vs_import_export", "figure_cost"}


def test_without_the_packages_of_references_all_other_figures_can_be_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ONLY_HERE:
        monkeypatch.setitem(sys.modules, package, None)
    for module in set(BENCHES.values()):
        monkeypatch.delitem(sys.modules, f"tests.bench.{module}", raising=False)
    for name in BENCHES.keys() - NEED_THEM:
        assert bench_of(name).__name__ == name
    for name in NEED_THEM:
        with pytest.raises(LeftOut, match="is not installed"):
            bench_of(name)


def test_a_module_of_ours_that_is_missing_is_no_figure_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(BENCHES, "board_growth", "bench_gone")
    with pytest.raises(ModuleNotFoundError, match="bench_gone"):
        bench_of("board_growth")
