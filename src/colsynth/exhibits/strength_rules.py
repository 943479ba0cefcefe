"""How is the strength of a claim reckoned? The rules of `data/reference/strength.yaml`, as a reader agrees to them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from colsynth.exhibits.chapter import Chapter, and_list
from colsynth.exhibits.exhibit import Column, Exhibit
from colsynth.protection import Table
from colsynth.reference.strength import HIGHEST, Claim, StrengthRules, Test, filled

_ABOUT: dict[Claim, str] = {"state": "is", "change": "moved", "contribution": "because"}
Row = tuple[str, str, str, str, str]


def reckoned(chapter: Chapter) -> Exhibit:
    """How is the strength of a claim reckoned?"""
    question = "How is the strength of a claim reckoned?"
    rules = chapter.strength_rules
    frame = pd.DataFrame(rows_of(rules), columns=["step", "about", "when", "moves", "source"])
    table = chapter.may_show(Table(frame, ("step", "about", "when"), "records", plain=("moves", "source")))
    words = and_list([f"{grade} “{said}”" for grade, said in enumerate(rules.words)])
    return chapter.exhibit(
        "strength",
        question,
        "By rules that are agreed beforehand: a start by design, less what is weak, held down by what is missing.",
        subtitle="the steps that lead to the diamonds beside every claim",
        purpose="So that nobody's feel decides how sure a sentence sounds, and two readers come to the same.",
        table=table,
        columns=[
            Column("step", "Step"),
            Column("about", "Claim"),
            Column("when", "When"),
            Column("moves", "Moves"),
            Column("source", "Source"),
        ],
        caption="Rules of strength",
        how_to_read="A claim says that something is so (“is”), that it moved (“moved”), or that it moved because of "
        "what was done (“because”). It starts where its design puts it. Each letter takes from it once, however many "
        f"of its rows hold. What is not known counts against the claim. The strengths are {words}.",
        caution="Strength is about how sure a claim is, not about how large or how important what it tells is.",
        talk_about="Which of these would you put differently, and for what reason?",
        method=f"From data/reference/strength.yaml, of which a community may agree on its own. {rules.source}.",
    )


def rows_of(rules: StrengthRules) -> list[Row]:
    """One row is one rule: step, claims it is about, when it holds, what it does, source; in the order of reckoning."""
    return [*_starts(rules), *_downgrades(rules), *_upgrades(rules), *_caps(rules)]


def _starts(rules: StrengthRules) -> Iterator[Row]:
    most = rules.starts.state.partial.least
    for claim, about in _ABOUT.items():
        for start in rules.starts.of(claim).values():
            design = _sentence(filled(start.stands_for, start.least or most))
            yield "Start", about, design, str(start.grade), start.source


def _downgrades(rules: StrengthRules) -> Iterator[Row]:
    for letter, downgrade in rules.downgrades.items():
        for test in downgrade.tests.values():
            asked = [claim for claim in _ABOUT if claim in (*test.claims, *test.if_known)]
            moves = "-1 or -2" if test.twice_above is not None else "-1"
            yield f"{letter}, {downgrade.name}", _about(asked), _when(test), moves, test.source


def _about(asked: list[Claim]) -> str:
    return "any" if len(asked) == len(_ABOUT) else ", ".join(_ABOUT[claim] for claim in asked)


def _when(test: Test) -> str:
    said = test.sentence(1)
    if test.twice_above is not None:
        said += f" {test.sentence(2)}"
    if not test.if_known:
        return said
    some = f" for “{', '.join(_ABOUT[claim] for claim in test.if_known)}”" if test.claims else ""
    return f"{said} Asked{some} only where it is known."


def _upgrades(rules: StrengthRules) -> Iterator[Row]:
    for name, upgrade in rules.upgrades:
        yield f"Plus, {name.replace('_', ' ')}", "any", upgrade.says, "+1 at most", upgrade.source
    above = "Whatever speaks for it beside its design."
    yield "Plus", _ABOUT["contribution"], above, "at most its start", "Our own: no agreement makes a design causal"


def _caps(rules: StrengthRules) -> Iterator[Row]:
    for name, cap in rules.caps:
        yield f"Cap, {name}", "any", cap.says, f"at most {cap.at_most}", cap.source
    yield "End", "any", "Whatever was added or taken.", f"0 to {HIGHEST}", "Our own"


def _sentence(clause: str) -> str:
    return f"{clause[:1].upper()}{clause[1:]}."
