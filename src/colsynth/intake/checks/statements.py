"""Is there a place in the framework for what a statement or an item of evidence is about?"""

from __future__ import annotations

from collections.abc import Iterator

from colsynth.errors import near
from colsynth.frameworks import Framework
from colsynth.intake.context import Context
from colsynth.intake.records.batch import Batch, Case


def check_place_known(batch: Batch, context: Context) -> Iterator[Case]:
    """An area, key question or indicator that the framework of its row lacks is kept and pointed out."""
    if "area" not in batch.texts or "framework" not in batch.values:
        return
    pairs = batch.texts.assign(pack=batch.values["framework"])[["pack", "area"]].dropna().drop_duplicates()
    for pack, text in pairs.itertuples(index=False):
        framework = context.frameworks.get(str(pack))
        if framework is None or not text or place_of(framework, str(text)):
            continue
        here = batch.texts["area"].eq(text) & batch.values["framework"].eq(pack).fillna(False)
        yield Case(
            "area or question",
            "warning",
            "area",
            here.to_numpy(dtype=bool),
            f"{framework.name} has {_known(framework)}.{_near(framework, str(text))} It is kept as written, and "
            "printed beside no area.",
            "Correct the cell, or the framework beside it.",
            found=f"says '{str(text)[:60]}', which is no area, question or indicator",
        )


def check_answer_has_question(batch: Batch) -> Iterator[Case]:
    """An answer to a key question that names none can be printed beside no area."""
    if "kind" not in batch.values:
        return
    answers = batch.values["kind"].eq("answer to a key question").fillna(False).to_numpy(dtype=bool)
    yield Case(
        "area or question",
        "warning",
        "area" if "area" in batch.texts else "kind",
        answers & ~batch.has_text("area") & ~batch.has_text("school"),
        "The number of the question is expected, as in 3a. It is kept, and printed beside no area.",
        "Fill in 'Area or question', and 'Framework' where several are in use.",
        found="is an answer that names no question",
    )


def place_of(framework: Framework, text: str) -> str | None:
    """The id of the question, area or indicator that a cell means."""
    return framework.question_of(text) or framework.area_of(text) or framework.indicator_of(text)


def _known(framework: Framework) -> str:
    areas = f"the {framework.words.area}s {', '.join(area.id for area in framework.areas)}"
    asked = [question.id for question in framework.askable]
    return f"{areas} and the questions {', '.join(asked)}" if asked else areas


def _near(framework: Framework, text: str) -> str:
    names = [area.name for area in framework.areas]
    return near(text, [*names, *(question.id for question in framework.askable)])
