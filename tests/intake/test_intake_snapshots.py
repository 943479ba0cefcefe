"""What was taken in stays as it was: the same files change nothing, corrected ones are marked, nothing is deleted."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from made_community import Community, of_check

HEAD = "NSN,School,Measure,Term,Level\n"
FIRST = HEAD + "".join(f"01234567{n},9901,otj-writing,2026-T2,At\n" for n in (10, 25, 37, 48, 59))
CORRECTED = FIRST.replace("10,9901,otj-writing,2026-T2,At", "10,9901,otj-writing,2026-T2,Below")
LATER = HEAD + "0123456776,9901,otj-writing,2026-T2,Above\n"


def stored(community: Community) -> dict[str, bytes]:
    """Every file of the store by its path."""
    store = community.root / "outputs" / ".snapshots"
    return {path.relative_to(store).as_posix(): path.read_bytes() for path in store.rglob("*") if path.is_file()}


@pytest.fixture
def sent(community: Community) -> Community:
    community.schools()
    community.csv("results.csv", FIRST)
    return community


def test_the_same_files_again_change_no_byte(sent: Community) -> None:
    sent.take_in()
    before = stored(sent)
    sent.take_in()
    assert stored(sent) == before


def test_a_corrected_file_supersedes_with_a_mark_and_the_first_snapshot_stays(sent: Community) -> None:
    first = sent.take_in()
    before = stored(sent)
    sent.csv("results.csv", CORRECTED)
    second = sent.take_in()
    assert list(second.frame("achievement")["revised"]) == [True, False, False, False, False]
    assert second.since["achievement"] == {"revised": 1, "new": 0, "gone": 0}
    assert {name: stored(sent)[name] for name in before if "history" not in name} == {
        name: content for name, content in before.items() if "history" not in name
    }
    assert not first.frame("achievement")["revised"].any()


def test_files_put_back_give_the_snapshot_that_was_stored(sent: Community) -> None:
    first = sent.take_in()
    sent.csv("results.csv", CORRECTED)
    sent.take_in()
    before = stored(sent)
    sent.csv("results.csv", FIRST)
    again = sent.take_in()
    assert (again.fingerprint, again.since) == (first.fingerprint, {})
    assert stored(sent) == before


def test_late_results_are_counted_as_new_and_a_file_left_out_as_gone(sent: Community) -> None:
    sent.take_in()
    late = sent.csv("late.csv", LATER)
    assert sent.take_in().since["achievement"] == {"revised": 0, "new": 1, "gone": 0}
    late.unlink()
    sent.csv("more.csv", LATER.replace("76,", "87,"))
    (problem,) = of_check(sent.take_in(), "no longer sent")
    assert (problem.file, problem.count) == ("sent/late.csv", 1)


def test_other_settings_do_not_take_the_marks_away(sent: Community) -> None:
    sent.take_in()
    sent.csv("results.csv", CORRECTED)
    marked = sent.take_in()
    again = sent.take_in(as_at="2026-07-03")
    assert again.fingerprint != marked.fingerprint
    assert again.since == marked.since


def test_two_workspaces_with_the_same_history_hold_the_same_bytes(tmp_path: Path) -> None:
    stores = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        community = Community(tmp_path / name)
        community.schools()
        for text in (FIRST, CORRECTED):
            community.csv("results.csv", text)
            community.take_in()
        stores.append(stored(community))
    assert stores[0] == stores[1]


def test_two_processes_at_once_store_one_snapshot_and_one_history(sent: Community) -> None:
    sent.take_in()
    sent.csv("results.csv", CORRECTED)
    line = "import sys; from colsynth.intake import take_in; from colsynth.settings import load_settings; "
    command = [sys.executable, "-c", line + "take_in(load_settings(sys.argv[1]))", str(sent.root / "params" / "c.yaml")]
    running = [subprocess.Popen(command) for _ in range(2)]
    assert [process.wait(60) for process in running] == [0, 0]
    assert sent.take_in().since["achievement"] == {"revised": 1, "new": 0, "gone": 0}
    folders = {name.split("/")[1] for name in stored(sent) if name.count("/") == 2}
    assert len(folders) == 2
