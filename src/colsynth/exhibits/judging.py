"""How strong is a claim about results? From who was seen and whether judgements were moderated."""

from __future__ import annotations

from colsynth.analyses import achievement
from colsynth.exhibits.chapter import Chapter
from colsynth.findings import Strength, state_strength


def strength_of_results(chapter: Chapter, measure: str | None, term: str | None) -> Strength:
    """The strength of a claim about one measure in one term; without them, nothing was seen."""
    who = "learners on the roll in the year levels assessed"
    if measure is None or term is None:
        return state_strength(0, None, who, False, "")
    n, of = achievement.coverage(
        chapter.results, chapter.snapshot.frame("students"), chapter.calendar, measure, term, chapter.snapshot.as_at
    )
    rows = chapter.results[(chapter.results["measure"] == measure) & (chapter.results["term"] == term)]
    if chapter.measures[measure].declared.kind == "test":
        return state_strength(n, of, who, True, "A test with the same marking for everyone.")
    moderated = int(rows["moderated"].fillna(False).sum())
    if len(rows) and moderated == len(rows):
        return state_strength(n, of, who, True, "Every judgement is recorded as moderated.")
    how = "Judgements are not recorded as moderated." if not moderated else "Only some judgements were moderated."
    return state_strength(n, of, who, False, how)
