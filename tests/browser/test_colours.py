"""What one process found well the others are told, and nothing else."""

from pathlib import Path

from tests.browser.colours import Well


def test_what_one_process_found_well_all_of_its_run_know(tmp_path: Path) -> None:
    one, other, of_another_run = Well(), Well(), Well()
    for each in (one, other):
        each.be_told_in(tmp_path / "colours")
    of_another_run.be_told_in(tmp_path / "others")
    signs = ["black on white", 'url("a\nb") red', ""]
    assert one.unknown(signs) == other.unknown(signs) == signs
    one.learn(signs[:1])
    assert other.unknown(signs) == signs[1:]
    other.learn(signs[1:2])
    assert one.unknown(signs) == one.unknown(signs) == other.unknown(signs) == [""]
    assert of_another_run.unknown(signs) == signs


def test_before_anybody_is_told_where_each_knows_what_it_found_itself() -> None:
    well = Well()
    well.learn(["black on white"])
    assert well.unknown(["black on white", "red"]) == ["red"]
