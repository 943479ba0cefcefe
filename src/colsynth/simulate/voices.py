"""What do fictional people answer in a survey? Counts of answers, drawn with known shares that agree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from colsynth.reference.terms import Calendar
from colsynth.simulate.plan import CommunityPlan, stream
from colsynth.simulate.plan_practice import Asked, ItemPlan, VoicePlan
from colsynth.simulate.sent import Record

AGREEING = {"Strongly agree": 0.35, "Agree": 0.65}  # shares among those who agree
OTHERS = {"Not sure": 0.45, "Disagree": 0.40, "Strongly disagree": 0.15}  # shares among those who do not
BEFORE_END = 14  # days from the close of a survey to the end of its term


def draw_voices(plan: CommunityPlan, calendar: Calendar, seed: int) -> tuple[list[Record], list[dict[str, object]]]:
    """(rows of the voice register, the truth: planned shares and drawn counts by item, group and term)."""
    rows: list[Record] = []
    truths: list[dict[str, object]] = []
    for survey in plan.voices:
        for item in survey.items:
            for name, shares in item.agree.items():
                rng = stream(seed, plan.id, "voice", item.item, name)
                for term, share in shares.items():
                    chances = [
                        *(share * part for part in AGREEING.values()),
                        *((1 - share) * x for x in OTHERS.values()),
                    ]
                    counts = rng.multinomial(survey.asked[name].terms[term][0], chances).tolist()
                    rows += _answers(survey, item, survey.asked[name], term, counts)
                    truths.append(_told(survey, item, name, term, counts))
        rows += [
            {"survey": survey.survey, "item": survey.open_item, "term": own.term, "group": own.group, "n": 1}
            | {"answer": own.answer, "year_level": own.year_level, "school": own.school or None}
            for own in survey.own_words
        ]
    closed = {term: calendar.last_day(term) - timedelta(days=BEFORE_END) for term in {row["term"] for row in rows}}
    return [row | {"date": closed[row["term"]]} for row in rows], truths


def _wording(item: ItemPlan, term: str) -> str:
    since = [first for first in sorted(item.reworded) if first <= term]
    return item.reworded[since[-1]] if since else item.item


def _answers(survey: VoicePlan, item: ItemPlan, asked: Asked, term: str, counts: Sequence[int]) -> list[Record]:
    about = {
        "survey": survey.survey,
        "scale": item.scale,
        "item": _wording(item, term),
        "group": asked.group,
        "school": asked.school or None,
        "year_level": asked.year_level,
        "of": asked.terms[term][1],
        "term": term,
    }
    return [about | {"answer": answer, "n": n} for answer, n in zip([*AGREEING, *OTHERS], counts, strict=True) if n]


def _told(survey: VoicePlan, item: ItemPlan, name: str, term: str, counts: Sequence[int]) -> dict[str, object]:
    return {
        "survey": survey.survey,
        "scale": item.scale,
        "item": _wording(item, term),
        "asked": name,
        "term": term,
        "planned_share": item.agree[name][term],
        "answered": sum(counts),
        "agree": sum(counts[: len(AGREEING)]),
    }
