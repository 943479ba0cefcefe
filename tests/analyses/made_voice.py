"""A register of voices made of counts, a line a question and group."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from colsynth.analyses.voice.answers import answers
from colsynth.reference.answer_scales import load_answer_scales

OPENLY, PROMISES, HELP = "We say openly what does not work", "People do what they promise", "We ask for help"
Line = dict[str, object]


def line(item: str, group: str, term: str, counts: Mapping[str, int], **more: object) -> list[Line]:
    """The rows of one question and group: one an answer."""
    common = {
        "survey": "Together",
        "scale": "Trust",
        "school": None,
        "year_level": None,
        "of": None,
        "respondent": None,
    }
    return [
        common | {"item": item, "group": group, "term": term, "answer": a, "n": n} | more for a, n in counts.items()
    ]


def voice(*lines: list[Line]) -> pd.DataFrame:
    rows = [row for one in lines for row in one] or line("", "", "", {"": 0})
    kinds = {"n": "Int64", "of": "Int64", "year_level": "Int64"} | dict.fromkeys(
        ["survey", "scale", "item", "group", "term", "school", "respondent", "answer"], "str"
    )
    return pd.DataFrame(rows).astype(kinds).iloc[0 if lines else 1 :].reset_index(drop=True)


def read(*lines: list[Line]) -> pd.DataFrame:
    return answers(voice(*lines), load_answer_scales(), "2026-T3")
