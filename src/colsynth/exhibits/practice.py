"""What does every exhibit of ratings say, whichever framework it is on? Its name, its source, and whose view it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from colsynth.analyses.practice.placements import NOT_APPLICABLE, NOT_RATED, NOT_YET
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Exhibit, Exhibits
from colsynth.findings import Finding
from colsynth.frameworks import Framework

SELF = "This is the community's own evaluation, not a judgement by the framework's author."
SPLIT = ("far apart", "two camps")  # verdicts on placements of which no middle speaks for all
NEVER_A_MEAN = "Stages are ordered but their distances have no size, so no mean is taken and areas are not added up."


def each_framework(
    chapter: Chapter, id: str, question: str, nothing: str, show: Callable[[Framework], Exhibit | None]
) -> Exhibits:
    """What `show` makes of each framework in turn; `nothing` is said once, where it makes nothing of any."""
    if not chapter.frameworks:
        nothing = "The settings name no framework, so there is nothing to rate against."
    shown = [exhibit for pack in chapter.frameworks if (exhibit := show(pack)) is not None]
    return Exhibits(shown or [chapter.nothing(id, question, nothing)])


def noun_of(chapter: Chapter, noun: str, pack: Framework) -> str:
    """What an exhibit or a finding on a framework is called: the bare noun on the first one of the settings."""
    return noun if pack.id == chapter.frameworks[0].id else f"{noun}-{pack.id}"


def plural(word: str, n: int = 2) -> str:
    """A framework's word for area, stage or indicator, for `n` of them: foci, reaches, columns."""
    if n == 1:
        return word
    if word.endswith("cus"):
        return f"{word[:-2]}i"
    return f"{word}es" if word.endswith(("ch", "sh", "s", "x")) else f"{word}s"


def named(chapter: Chapter, pack: Framework, title: str) -> str:
    """The title, with the framework's name before it where the community has several."""
    return f"{pack.name}: {title}" if len(chapter.frameworks) > 1 else title


def beneath(chapter: Chapter, pack: Framework, subtitle: str) -> str:
    """The subtitle, with the framework's name before it where the title does not hold it."""
    return subtitle if len(chapter.frameworks) > 1 else f"{pack.name}; {subtitle}"


def about(pack: Framework) -> str:
    """Which framework it is, its version and address, and whose words the page prints."""
    source = pack.source
    where = f", {source.address}" if source.address else ""
    of = f"“{pack.name}”, version {pack.version}, after “{source.title}” ({source.publisher}{where})."
    if not any(statement.wording for statement in pack.statements()):
        return f"{of} {pack.attribution} {SELF}"
    return (
        f"{of} Each sentence says whether it is the author's own, from the community's copy, or our paraphrase of its "
        f"position. {SELF}"
    )


def answers(pack: Framework) -> dict[str, str]:
    """Every answer a rater may give, as a reader sees it: the scale from its lowest, then what stands off it."""
    on_scale = {NOT_YET: NOT_YET.capitalize()} | {stage.id: stage.label for stage in pack.stages}
    return on_scale | {answer: answer.capitalize() for answer in (NOT_APPLICABLE, NOT_RATED)}


def quoted(pack: Framework) -> dict[str, str]:
    """The same in short and between quotes, for a sentence: a label may be several words."""
    return {answer: f"“{short(label)}”" for answer, label in answers(pack).items()}


def counts_in_words(counts: Mapping[str, int], pack: Framework) -> str:
    """`Column 1: 4, Column 2: 1` from how many gave each answer, without those that nobody gave."""
    said = answers(pack)
    return ", ".join(f"{short(said[answer])}: {n}" for answer, n in counts.items() if n)


def short(label: str) -> str:
    """A stage's label without what stands in brackets, where room is scarce."""
    return label.partition(" (")[0]


def too_weak(findings: Sequence[Finding]) -> str:
    """What a title adds where nothing can be claimed of some of what it tells: those claims have strength 0."""
    weak, of = sum(finding.strength.grade == 0 for finding in findings), len(findings)
    if not weak:
        return ""
    which = "it" if of == 1 else "any of them" if weak == of else f"{weak} of them"
    return f"; the evidence is too weak for a claim about {which}"


def between(pack: Framework, low: pd.Series[Any], high: pd.Series[Any]) -> list[str | None]:
    """The middle placements in short, both where there are two; None where nobody placed anything."""
    said = {answer: short(label) for answer, label in answers(pack).items()}
    ends = zip(low, high, strict=True)
    return [None if pd.isna(a) else said[a] if a == b else f"{said[a]} and {said[b]}" for a, b in ends]


def scale_of(pack: Framework) -> list[str]:
    """What each level is called in short, lowest first."""
    return [short(label) for label in list(answers(pack).values())[: len(pack.stages) + 1]]


def middle(scale: Sequence[str], low: int, high: int) -> str:
    """The middle placement by its levels, both where two are in the middle."""
    return scale[low] if low == high else f"{scale[low]} and {scale[high]}"
