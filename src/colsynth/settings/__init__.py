"""A community's settings file: what was agreed about its report, in one place, and what holds when nothing is said.

The least that works is a community, its inputs and its frameworks; everything else has a default that the
report prints. A key that is not known is refused with the near spelling, so that a typing slip never turns a
protection off in silence.
"""

from colsynth.settings.model import CHAPTERS, LEAST_SUPPRESSION, Agreement, Community, InputFile, Settings
from colsynth.settings.reading import check_term, find_settings, find_workspace, load_settings
from colsynth.settings.workbook import WORKBOOKS

__all__ = [
    "CHAPTERS",
    "LEAST_SUPPRESSION",
    "WORKBOOKS",
    "Agreement",
    "Community",
    "InputFile",
    "Settings",
    "check_term",
    "find_settings",
    "find_workspace",
    "load_settings",
]
