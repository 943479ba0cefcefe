"""What is asked of the schools, from the settings to the run's index and the workbooks that go out."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import yaml
from click.testing import CliRunner, Result

from colsynth.cli import main
from colsynth.runs.outcome import Outcome
from colsynth.runs.run_index import write_index

SCHOOLS = "School number,School name,Type\n9901,Tōtara Flat,Contributing\n9902,Rātā,Full primary\n9903,Puna,ECE\n"
RESULTS = "NSN,School,Measure,Level,Date\n" + "".join(
    f"{1000000007 + 13 * i},9901,otj-writing,At,2026-08-03\n" for i in range(6)
)


class Workspace:
    """A community of three members, of which one sent results."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "params").mkdir()
        (root / "sent").mkdir()
        (root / "sent" / "schools.csv").write_text(SCHOOLS, encoding="utf-8")
        (root / "sent" / "results.csv").write_text(RESULTS, encoding="utf-8")
        self.settings()

    def settings(self, **more: object) -> None:
        content = {"community": {"id": "c", "name": "Community c"}, "inputs": "sent", "chapters": ["data"]} | more
        (self.root / "params" / "c.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")

    def run(self, *words: str) -> Result:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.root)
            return CliRunner().invoke(main, list(words))

    @property
    def index(self) -> str:
        return (self.root / "outputs" / "2026-T3" / "index.html").read_text(encoding="utf-8")


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def test_the_index_of_a_run_lists_what_schools_sent_with_reminders(small: Workspace) -> None:
    small.settings(collect=["students", "achievement"], collect_by="2026-09-18")
    done = small.run("report")
    assert done.exit_code == 0, done.output
    assert "What schools sent: 3 awaited, 1 accepted" in small.index
    assert small.index.count("A reminder to copy: ") == 2  # Tōtara Flat for its learners, Rātā for both
    assert "From Rātā we do not have yet" in small.index
    assert "Could you send it by 18 Sep 2026?" in small.index
    assert "Puna" not in small.index  # early learning sends neither
    write_index([Outcome("d", "published", "2026-T3", small.root / "outputs" / "2026-T3" / "d")], "2026-09-01T00:00")
    assert "What schools sent: 3 awaited, 1 accepted" in small.index  # of a report that stands from an earlier run
    assert small.index.count("A reminder to copy: ") == 2


def test_a_school_that_sent_results_of_last_term_is_told_that_they_came(small: Workspace) -> None:
    with (small.root / "sent" / "results.csv").open("a", encoding="utf-8") as file:
        file.write("1000000501,9902,otj-writing,At,2026-06-19\n")  # Term 2
    done = small.run("report")
    assert done.exit_code == 0, done.output
    assert "awaited · newest of Term 2, 2026" in small.index
    assert "- Results (the newest that we have are of Term 2, 2026)" in small.index


def test_what_is_no_register_of_schools_is_refused_with_the_nearest(small: Workspace) -> None:
    small.settings(collect=["achievment"])
    for words in (["report"], ["check"]):
        done = small.run(*words)
        assert done.exit_code == 3, done.output
        assert "Did you mean 'achievement'" in done.output
        assert "Traceback" not in done.output


def test_each_school_gets_its_own_workbook_and_early_learning_none(small: Workspace) -> None:
    done = small.run("template", "--per-school", "out")
    assert done.exit_code == 0, done.output
    assert [path.name for path in sorted((small.root / "out").iterdir())] == ["9901-totara-flat.xlsx", "9902-rata.xlsx"]
    assert openpyxl.load_workbook(small.root / "out" / "9902-rata.xlsx").sheetnames[0] == "Results"
    again = small.run("template", "--per-school", "out")
    assert again.exit_code == 2
    assert "--force" in again.output
    assert small.run("template", "--per-school", "out", "--with", "ratings", "--force").exit_code == 0
    assert openpyxl.load_workbook(small.root / "out" / "9903-puna.xlsx").sheetnames[0] == "Ratings"


def test_a_community_that_has_only_its_schools_can_send_workbooks_out(small: Workspace) -> None:
    (small.root / "sent" / "results.csv").unlink()
    done = small.run("template", "--per-school", "out", "params/c.yaml")
    assert done.exit_code == 0, done.output
    assert openpyxl.load_workbook(small.root / "out" / "9901-totara-flat.xlsx").sheetnames[:2] == [
        "Learners",
        "Results",
    ]


def test_settings_are_written_as_a_workbook_that_is_read_like_the_file(small: Workspace) -> None:
    assert small.run("template", "new.xlsx", "--settings", "params/c.yaml").exit_code == 0
    (small.root / "params" / "c.yaml").unlink()
    (small.root / "new.xlsx").rename(small.root / "params" / "c.xlsx")
    done = small.run("screen")
    assert done.exit_code == 0, done.output
    assert "Community c" in done.output
    assert small.run("template", "new.txt", "--settings").exit_code == 2
    assert small.run("template", "new.xlsx", "--settings", "--per-school").exit_code == 2
