"""How strong is a claim? A grade from 0 to 4 with its reasons, reckoned by rule and never by feel.

So far claims that something is so (STATE) are graded, by where they start: everyone or a part, judged together
or alone. An unknown input counts against the claim.
"""

from __future__ import annotations

from dataclasses import dataclass

WORDS = ("we cannot say", "there are early signs", "it is possible that", "it is likely", "we are confident")

CENSUS = 0.95  # share of those it is about; some are always away. Our rule: the source says "census of roll"
PARTIAL = 0.80  # share; below it a claim starts at 1


@dataclass(frozen=True)
class Strength:
    """A grade from 0 to 4, each reason as a sentence, and the sum that leads there."""

    grade: int
    reasons: tuple[str, ...]
    arithmetic: str

    @property
    def words(self) -> str:
        """The fixed words for the grade."""
        return WORDS[self.grade]


def state_strength(n: int, of: int | None, who: str, checked: bool, checked_how: str) -> Strength:
    """Where a claim that something is so starts: 4 all and checked, 3 all, 2 at least 80 %, 1 below, 0 nobody.

    `n` of `of` `who` ("learners on the roll", "schools") were seen; `of` None means that it is not known how
    many there are, which counts as below 80 %. `checked` is whether judgements were made or checked together,
    `checked_how` says it as a sentence. Reasons hold no counts, so that they give no small number back.
    """
    if n == 0:
        return _start(0, f"None of the {who} were seen.")
    if of is None or of == 0:
        return _start(1, f"It is not known how many {who} there are, so neither is the share that was seen.")
    share = n / of
    if share < PARTIAL:
        return _start(1, f"Less than {PARTIAL * 100:.0f} % of the {who} were seen.")
    if share < CENSUS:
        return _start(2, f"Between {PARTIAL * 100:.0f} % and {CENSUS * 100:.0f} % of the {who} were seen.")
    return _start(4 if checked else 3, f"At least {CENSUS * 100:.0f} % of the {who} were seen.", checked_how)


def _start(grade: int, *reasons: str) -> Strength:
    return Strength(grade, reasons, f"{grade} = start {grade}")
