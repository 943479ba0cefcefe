"""How does the community answer the key questions of each framework in its own words, and what did it say before?"""

from __future__ import annotations

import pandas as pd

from colsynth.analyses.practice import statements as analysis
from colsynth.exhibits.chapter import Chapter
from colsynth.exhibits.exhibit import Column, Exhibit, Exhibits, written
from colsynth.exhibits.practice import about, beneath, named, noun_of
from colsynth.exhibits.practice_statements import so_far, told
from colsynth.frameworks import Framework, Question
from colsynth.protection import Table

QUESTION = "How does the community answer the key questions?"
LONG, BEFORE = 420, 240  # letters of an answer and of the one before it


def questions(chapter: Chapter) -> Exhibits:
    """The newest answers of each framework beside their areas, with what they rest on and the answers before them."""
    shown = [exhibit for pack in chapter.frameworks if (exhibit := _of(chapter, pack)) is not None]
    return Exhibits(shown or [chapter.nothing("questions", QUESTION, "No framework in use asks key questions.")])


def _of(chapter: Chapter, pack: Framework) -> Exhibit | None:
    said = so_far(chapter)
    said = said[said["framework"].fillna(chapter.settings.frameworks[0]) == pack.id]
    found = analysis.answers(said, lambda text: pack.question_of(text) or pack.area_of(text)).set_index("place")
    asked = pack.askable
    if not asked and found.empty:
        return None
    stems = {part.id: question.id for question in pack.questions for part in question.parts}
    answered = [one for one in asked if {one.id, stems.get(one.id)} & set(found.index)]
    open_ = [_open(pack, area.id, answered) for area in pack.areas]
    title = f"{len(answered)} of {len(asked)} key questions have been answered."
    title = named(chapter, pack, title if asked else f"{len(found)} answers in words.")
    if found.empty:
        talk = "Which question would tell you most, if you answered it together?"
        return chapter.nothing(noun_of(chapter, "questions", pack), QUESTION, title, talk)
    places = _places(pack)
    plain = ("answer", "evidence", "before")
    frame = pd.DataFrame(
        [_row(chapter, found.loc[[place]].iloc[0], words) for place, words in places.items() if place in found.index],
        columns=["question", *plain],
    )  # fmt: skip
    table = chapter.may_show(Table(frame, ("question",), "records", plain=plain))
    return chapter.exhibit(
        noun_of(chapter, "questions", pack),
        QUESTION,
        title,
        subtitle=beneath(
            chapter, pack, "newest answer of the community to each key question, when, and who looks after it"
        ),
        purpose="A stage says where; an answer in words says what is meant by it, and on what it rests.",
        table=table,
        columns=[
            Column("question", "Question"),
            Column("answer", "Answer"),
            Column("evidence", "It rests on"),
            *([Column("before", "The answer before")] if frame["before"].ne("").any() else []),
        ],
        caption="Key questions as the community answers them",
        caution="An answer is as good as what it rests on.",
        talk_about="Where an answer has changed: what was seen that was not seen before?",
        method="The newest answer up to this term stands; the one before it where it was worded otherwise. An answer "
        "to a whole question counts for each of its parts; one to a whole "
        f"{pack.words.area} answers no question. {about(pack)}",
        lists=[("Not answered yet", [line for line in open_ if line])],
        sources=chapter.sources("statements", framework=pack.id),
    )


def _places(pack: Framework) -> dict[str, str]:
    """The sentence of everything that can be answered, in the order of the framework."""
    places: dict[str, str] = {}
    for area in pack.areas:
        places[area.id] = f"The whole {pack.words.area} ({area.name})"
        for question in area.questions:
            for one in dict.fromkeys((question.id, *(part.id for part in question.askable))):
                shown = pack.shown(next(q for q in (*question.askable, question) if q.id == one))
                places[one] = f"{shown.text} ({shown.mark})"
    return places


def _row(chapter: Chapter, found: pd.Series[str], question: str) -> dict[str, str]:
    who = [written(found["date"], "date") or "no date", told(chapter, found["owner"], 80)]
    before = [written(found["before_date"], "date"), told(chapter, found["before_text"], BEFORE)]
    return {
        "question": question,
        "answer": f"{told(chapter, found['text'], LONG)} ({'; '.join(filter(None, who))})",
        "evidence": told(chapter, found["evidence"], 200),
        "before": ": ".join(filter(None, before)),
    }


def _open(pack: Framework, area: str, answered: list[Question]) -> str:
    """`Purpose and focus: 1 of 1 (3a)`, or nothing where every question of the area has an answer."""
    own = [one for question in pack.area(area).questions for one in question.askable]
    done = {one.id for one in answered}
    left = [one.id for one in own if one.id not in done]
    return f"{pack.area(area).name}: {len(left)} of {len(own)} ({', '.join(left)})" if left else ""
