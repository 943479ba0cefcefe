"""A claim with its size, its uncertainty, its strength and its limits."""

from colsynth.findings.model import Finding, Source
from colsynth.findings.strength import NOT_ASKED, Facts, Strength, grade, state_strength, strength_of

__all__ = ["NOT_ASKED", "Facts", "Finding", "Source", "Strength", "grade", "state_strength", "strength_of"]
