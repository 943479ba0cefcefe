"""A claim with its size, its uncertainty, its strength and its limits."""

from colsynth.findings.model import Finding, Source
from colsynth.findings.strength import Strength, state_strength

__all__ = ["Finding", "Source", "Strength", "state_strength"]
