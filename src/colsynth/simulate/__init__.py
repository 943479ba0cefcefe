"""Fictional communities whose truth is known: learners, results, spreadsheets as schools send them, answers.

Everything is drawn with one seed from streams of their own names. `write_demo` makes the communities that are
shipped; `write_communities` makes any number, of any size, as a workspace of its own.
"""

from colsynth.simulate.made import Simulated, simulate
from colsynth.simulate.write import write_communities, write_demo

__all__ = ["Simulated", "simulate", "write_communities", "write_demo"]
