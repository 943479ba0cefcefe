"""Reports for every community: plan, execute the chapters, publish whole or not at all, record what went in."""

from colsynth.runs.outcome import Outcome
from colsynth.runs.report import report
from colsynth.runs.screen import screen

__all__ = ["Outcome", "report", "screen"]
