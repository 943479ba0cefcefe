"""Rubrics a community rates itself on: areas, stages, indicators and questions, each pack with its source."""

from colsynth.frameworks.loader import (
    BY_SHEETS,
    faults,
    framework_of,
    is_framework,
    load_framework,
    load_frameworks,
    read_framework,
)
from colsynth.frameworks.model import Area, Framework, Shown, Source, Stage, Words
from colsynth.frameworks.spelt import NOT_APPLICABLE, NOT_YET_EVIDENT, Earlier
from colsynth.frameworks.statement import Indicator, Question, Statement
from colsynth.frameworks.wording import read_wording, wording_faults

__all__ = [
    "BY_SHEETS",
    "NOT_APPLICABLE",
    "NOT_YET_EVIDENT",
    "Area",
    "Earlier",
    "Framework",
    "Indicator",
    "Question",
    "Shown",
    "Source",
    "Stage",
    "Statement",
    "Words",
    "faults",
    "framework_of",
    "is_framework",
    "load_framework",
    "load_frameworks",
    "read_framework",
    "read_wording",
    "wording_faults",
]
