"""The ways measures are written, as tests of single parts need them."""

from __future__ import annotations

from functools import cache

from colsynth.intake.naming import MeasureNames
from colsynth.reference.measures import load_measures
from colsynth.reference.wide_headers import load_wide_headers
from colsynth.registers.declared import load_registers


@cache
def names() -> MeasureNames:
    """The shipped measures with the shipped spellings of subjects."""
    subjects = load_registers()["achievement"].column("subject").choices
    return MeasureNames(load_measures(), subjects, load_wide_headers())
