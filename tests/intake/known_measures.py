"""The ways measures are written, as tests of single parts need them."""

from __future__ import annotations

from functools import cache

from colsynth.frameworks import load_frameworks
from colsynth.intake.tables.naming import MeasureNames
from colsynth.intake.tables.wide import WideHeaders
from colsynth.reference.measures import load_measures
from colsynth.reference.wide_headers import load_wide_headers
from colsynth.registers.declared import load_registers


@cache
def names() -> MeasureNames:
    """The shipped measures with the shipped spellings of subjects."""
    subjects = load_registers()["achievement"].column("subject").choices
    return MeasureNames(load_measures(), subjects, load_wide_headers())


@cache
def wide() -> WideHeaders:
    """The headers of wide sheets that the shipped measures and frameworks know."""
    return WideHeaders(names(), load_frameworks())
