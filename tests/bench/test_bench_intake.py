"""How much does taking in cost? Ratios within one run: against pandas with openpyxl, and of long files to short ones.

Run by `pytest -m slow tests/bench`; the figures are printed with `-s`. The targets are those the project set itself.
"""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from made_large import SCHOOLS, write_csv, write_xlsx

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="needs the module resource")]

MOST_OF_PEER = 0.2  # CPU time of the whole intake, as a share of what pandas with openpyxl needs to read alone
MOST_MEMORY = 1_500_000_000  # bytes at the peak of a million rows
MOST_GROWTH = 1.3  # time a row of a million rows, over time a row of ten thousand

_TAKE_IN = (
    "from colsynth.intake import take_in; from colsynth.settings import load_settings; take_in(load_settings({!r}))"
)
_PEER = "import pandas; pandas.read_excel({!r}, engine='openpyxl')"


@dataclass(frozen=True)
class Cost:
    """What a command and its children cost: seconds of CPU, seconds on the clock, bytes of the largest process."""

    cpu: float
    clock: float
    memory: float


def cost(*command: str) -> Cost:
    import resource

    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    measured = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-c", measured, *command], check=True, capture_output=True, text=True)
    after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(cpu, ended - started, int(done.stdout) * unit)


def workspace(folder: Path) -> Path:
    """A workspace whose one settings file names the folder `sent`."""
    (folder / "params").mkdir(parents=True)
    (folder / "sent").mkdir()
    (folder / "sent" / "schools.csv").write_text(SCHOOLS, encoding="utf-8")
    settings = folder / "params" / "c.yaml"
    settings.write_text(yaml.safe_dump({"community": {"id": "c", "name": "Large"}, "inputs": "sent"}), encoding="utf-8")
    return settings


def test_a_workbook_is_taken_in_for_a_fifth_of_what_pandas_needs_to_read_it(tmp_path: Path) -> None:
    settings = workspace(tmp_path)
    path = tmp_path / "sent" / "results.xlsx"
    write_xlsx(path, 200_000)
    ours = cost(sys.executable, "-c", _TAKE_IN.format(str(settings)))
    peer = cost(sys.executable, "-c", _PEER.format(str(path)))
    share = ours.cpu / peer.cpu
    sys.stdout.write(f"\n200,000 rows of 15 columns: {ours.cpu:.1f} s of CPU against {peer.cpu:.1f} s, {share:.3f}")
    assert share <= MOST_OF_PEER


def test_a_million_rows_are_screened_in_bounded_memory_and_in_time_that_grows_with_them(tmp_path: Path) -> None:
    found: dict[int, Cost] = {}
    for n in (10_000, 100_000, 1_000_000):
        settings = workspace(tmp_path / str(n))
        write_csv(tmp_path / str(n) / "sent" / "results.csv", n)
        found[n] = cost(sys.executable, "-m", "colsynth", "screen", str(settings))
        sys.stdout.write(f"\n{n:,} rows: {found[n].cpu / n * 1e6:.1f} µs of CPU a row, {found[n].memory / 1e6:,.0f} MB")
    steps = list(found)
    assert found[steps[-1]].memory < MOST_MEMORY
    for few, many in ((steps[0], steps[-1]), (steps[1], steps[-1])):
        assert found[many].cpu / many <= found[few].cpu / few * MOST_GROWTH
