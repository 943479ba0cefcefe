"""Which placements sit oddly together, and are worth a conversation?"""

from __future__ import annotations

import pandas as pd

from colsynth.analyses.practice import inversions as analysis
from colsynth.analyses.practice.best_fit import fits, standing
from colsynth.analyses.practice.indicators import newest_of_indicators
from colsynth.analyses.practice.placements import PERSON
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Column, Exhibit, Exhibits
from colsynth.exhibits.practice import about, answers, beneath, counts_in_words, each_framework, named, noun_of
from colsynth.exhibits.practice_persons import may_count_people
from colsynth.frameworks import Framework, load_frameworks
from colsynth.frameworks.crosswalk import load_pairs
from colsynth.protection import Counted, Table

QUESTION = "Which placements sit oddly together, and are worth a conversation?"
NOTHING = "No placements sit oddly together, or too few single indicators have been rated to tell."


def inversions(chapter: Chapter) -> Exhibits:
    """Which placements sit oddly together: a later indicator without its kin, one thing twice, a stage skipped?"""
    return each_framework(chapter, "inversions", QUESTION, NOTHING, lambda pack: _inversions(chapter, pack))


def _inversions(chapter: Chapter, pack: Framework) -> Exhibit | None:
    rows = newest_of_indicators(chapter.placements(pack))
    workspace = chapter.settings.workspace
    pairs = chapter.once(("pairs",), lambda: load_pairs(load_frameworks(workspace), workspace))
    found = pd.concat([_pairs(analysis.pairs_at_odds(rows, pack, pairs), pack), _skipped(rows, pack)])
    if found.empty:
        return None
    people = bool((rows["placed_by"] == PERSON).all())
    ends = ("kind", "first", "second")
    if people:  # where each of them placed it would tell of single ones
        table = chapter.may_show(Table(found[[*ends, "n", "of"]], ends, "respondents", (Counted("of", "n"),)))
        table = table.only(table.frame["n"].notna())
    else:
        table = chapter.may_show(Table(found, ends, "ratings", plain=("first_placed", "second_placed", "n", "of")))
    n = len(table.frame)
    if not n:
        return None
    counts = [Column("n", "People" if people else "Schools", "count"), Column("of", "Out of", "count")]
    return chapter.exhibit(
        noun_of(chapter, "inversions", pack),
        QUESTION,
        named(
            chapter, pack, f"{n} {'pair of placements is' if n == 1 else 'pairs of placements are'} a prompt to talk."
        ),
        subtitle=beneath(
            chapter, pack, f"{'people' if people else 'schools'} that placed both; newest placement of each"
        ),
        purpose="To find where two placements may rest on different readings of the same words.",
        table=table,
        columns=[
            Column("kind", "Prompt"),
            Column("first", "First or earlier"),
            *([] if people else [Column("first_placed", "Placed at")]),
            Column("second", "Second or later"),
            *([] if people else [Column("second_placed", "Placed at")]),
            *(counts if not people or may_count_people(chapter, pack) else []),
        ],
        caption="Placements that sit oddly together",
        caution=f"A prompt to talk, not a fault: a later {pack.words.stage} may be met before an earlier one.",
        talk_about="Do both placements mean the same thing by the same words, and what evidence did each have?",
        method="A later one without its kin: it is met, at its own stage or above, and the earlier one that it builds "
        "on is not. Near duplicates placed apart: of two that say nearly the same, one is met and the other is not. A "
        "later stage before an earlier: of the later one more than half of the rated indicators are met, and of the "
        "earlier one less than half. Which belong together is our own reading of the sentences. " + about(pack),
        sources=chapter.sources("ratings", framework=pack.id),
    )


def _pairs(found: pd.DataFrame, pack: Framework) -> pd.DataFrame:
    return found.assign(
        **{end: [_sentence(pack, id) for id in found[end]] for end in ("first", "second")},
        **{end: [_levels(pack, counts) for counts in found[end]] for end in ("first_placed", "second_placed")},
    )


def _sentence(pack: Framework, id: str) -> str:
    return f"{id} {pack.shown(pack.indicator(id)).text}"


def _levels(pack: Framework, counts: str) -> str:
    return counts_in_words(dict(zip(answers(pack), map(int, counts.split()), strict=False)), pack)


def _skipped(rows: pd.DataFrame, pack: Framework) -> pd.DataFrame:
    """Areas of which a later stage is mostly met and an earlier one mostly not; only where stages hold indicators."""
    found = analysis.stages_skipped(fits(standing(rows, pack), pack, rows.iloc[:0]))
    names = [pack.area(area).name for area in found["area"]]
    columns: dict[str, list[str]] = {
        "kind": [analysis.SKIPPED] * len(found),
        "first_placed": ["mostly not met"] * len(found),
        "second_placed": ["mostly met"] * len(found),
    }
    for end, stage in (("first", "earlier"), ("second", "later")):
        labels = [pack.stages[place - 1].label for place in found[stage]]
        columns[end] = [f"{name}: {label}" for name, label in zip(names, labels, strict=True)]
    return pd.DataFrame(columns, dtype="str").assign(n=found["n"], of=found["of"])
