"""What do moves, flows and the change at a move cost? CPU seconds and memory by number of learners, printed.

Run by `pytest -m slow tests/bench`; the figures are printed with `-s`. The targets are those the project set itself:
20 seconds and 2 GB for 200,000 learners over two years, and a time that grows no faster than they do.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

FEW, MANY = 20_000, 200_000
MOST_MEMORY = 2_000_000_000  # bytes
MOST_GROWTH = 13  # times the time for ten times the learners; a little over ten, as runs differ
WORK = """
import json, resource, sys, time
from datetime import date
from made_transitions import large_district
from colsynth.analyses.achievement import results_by_learner
from colsynth.analyses.transitions import change, flows, matching, moves, stays, turns
from colsynth.reference.measures import load_measures
from colsynth.reference.terms import load_calendar

calendar, measures, as_at, term = load_calendar(), load_measures(), date(2026, 7, 1), "2026-T2"
given = large_district(int(sys.argv[1]), calendar)
started = time.process_time()
stayed = stays.stays(given["students"], given["achievement"], calendar, term, as_at)
spans = stays.implied_spans(stayed, given["schools"])
moved = moves.moves(stayed, given["moves"], spans, given["schools"], calendar, term)
turned = turns.turns(stayed, spans, given["schools"], given["students"], calendar, as_at)
flowed = flows.flows(turned, 2026)
results = results_by_learner(given["achievement"], given["students"], measures, term)
evidence = change.Evidence(turned, results, measures)
changed = change.change_at_moves(evidence)
matched = matching.followed_across(evidence, changed)
seconds = time.process_time() - started
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
told = int(changed["difference"].notna().sum())
print(json.dumps({"seconds": seconds, "peak": peak, "told": told}))
"""


def run(learners: int) -> dict[str, float]:
    """The cost of all of it for so many learners, in a process of its own."""
    command = [sys.executable, "-c", WORK, str(learners)]
    done = subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, text=True, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


@pytest.mark.skipif(sys.platform == "win32", reason="the peak of memory of a process is asked of Unix")
def test_moves_flows_and_the_matched_change_grow_no_faster_than_the_learners() -> None:
    few, many = run(FEW), run(MANY)
    for learners, cost in ((FEW, few), (MANY, many)):
        sys.stdout.write(
            f"\n{learners:,} learners: {cost['seconds']:.1f} s of CPU, {cost['peak'] / 1e9:.2f} GB at the peak"
        )
        assert cost["told"] == 2
    assert many["seconds"] / few["seconds"] <= MOST_GROWTH
    assert many["peak"] <= MOST_MEMORY
