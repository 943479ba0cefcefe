"""Who rated? A name where a code belongs, one rater in all or in a role, a framework that is not in use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from colsynth.frameworks import Framework
from colsynth.intake.checks.rated_twice import CONSENSUS, PERSON, voices
from colsynth.intake.records.batch import Batch, Case, Mask
from colsynth.reference.ethnicity import fold

_TITLES = {fold(word) for word in ("Mr", "Mrs", "Ms", "Miss", "Dr", "Whaea", "Matua", "Kōkā", "Pāpā")}
_CODE_WORDS = {  # of codes that look like names: `Rater One`, `Teacher B`
    fold(word)
    for word in (
        *("Rater", "Respondent", "Person", "Code", "Team", "School", "Teacher", "Kaiako", "Principal", "Tumuaki"),
        *("Leader", "Trustee", "Board", "Whānau", "Parent", "Learner", "Student", "Ākonga", "Iwi", "Hapū", "Year"),
    )
}
_MOST_SHOWN = 40  # signs of a role that a message shows
_FEWEST = 2  # voices from which it can be told how alike they are


def check_codes(batch: Batch) -> Iterator[Case]:
    """A name where a code belongs is replaced like any code; whoever sent the file should know that it holds names."""
    if "rater" in batch.texts:
        named = [text for text in batch.texts["rater"].unique() if _is_name(str(text))]
        yield Case(
            "rater's name",
            "warning",
            "rater",
            batch.texts["rater"].isin(named).to_numpy(dtype=bool),
            "A code is expected, as R07. It was replaced by another code, and no name is kept.",
            "Give each rater a code, and keep the list of who is who apart from the ratings.",
            found="holds what looks like a person's name",
        )


def _is_name(text: str) -> bool:
    """`Mrs Smith`, `Mere W` or an address, and no code such as `Rater One` or `TF P1`."""
    words = [word.strip(".,") for word in text.split()]
    if "@" in text or (len(words) > 1 and fold(words[0]) in _TITLES):
        return True
    letters_only = all(word.replace("-", "").replace("'", "").replace("’", "").isalpha() for word in words)
    capitalised = all(word[:1].isupper() and (len(word) == 1 or not word.isupper()) for word in words)
    whole = [word for word in words if len(word) > 1]
    return len(words) > 1 and bool(whole) and letters_only and capitalised and not {*map(fold, words)} & _CODE_WORDS


def check_noted_blanks(batch: Batch) -> Iterator[Case]:
    """A note or a link beside a blank stage may stand for a rating that was forgotten."""
    noted = batch.has_text("evidence") | batch.has_text("link")
    yield Case(
        "not rated",
        "warning",
        "stage",
        noted & ~batch.has_text("stage"),
        "It counts as not rated, although a note or a link stands beside it.",
        "Choose the stage, 'not yet evident' or 'not applicable'; leave it blank if it was not rated.",
        found="is blank",
    )


def check_raters(batches: Sequence[Batch], frameworks: Mapping[str, Framework], in_use: Sequence[str]) -> None:
    """What the raters of each framework, over all sheets, leave open; told once, where the first of them stands.

    `in_use` are the frameworks that the settings name.
    """
    frames = [_rated(batch, at) for at, batch in enumerate(batches)]
    rated = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()
    for id_, rows in rated.groupby("framework", sort=True) if len(rated) else ():
        framework = frameworks[str(id_)]
        people = rows[rows["placed_by"].eq(PERSON)]
        alone = rows[rows["placed_by"].ne(CONSENSUS)]
        if str(id_) not in in_use:
            _tell(batches, rows, _not_in_use(framework, in_use))
        if len(alone) and alone["voice"].nunique() < _FEWEST:
            _tell(batches, alone, _ONE_RATER)
        for role, those in people.groupby("role", sort=True):
            if those["voice"].nunique() == 1 and rows["voice"].nunique() > 1:
                _tell(batches, those, _alone_in(str(role)))


_Told = tuple[str, str, str, str, str]  # check, column, found, expected, remedy
_ONE_RATER: _Told = (
    "one rater",
    "rater",
    "is by the only rater of its framework",
    "It is kept. With one rater no page can show how alike raters see it, who rates higher, or the views of people.",
    "Ask more people or schools to rate; 'colsynth template' with --rate writes a workbook for each.",
)


def _not_in_use(framework: Framework, in_use: Sequence[str]) -> _Told:
    named = f"name {', '.join(in_use)}" if in_use else "name none"
    expected = f"The settings {named} under 'frameworks'. The ratings are kept, but no page shows them."
    remedy = f"Add {framework.id} under 'frameworks' in the settings if they are to be shown."
    return "framework in use", "framework", f"is rated on {framework.name}", expected, remedy


def _alone_in(role: str) -> _Told:
    expected = "Whoever knows the role would know the person, so pages hide the role and count the ratings with all."
    remedy = "Nothing is to be done; ask more people in that role if its view is to be shown."
    return "alone in a role", "role", f"has the only rater in the role '{role[:_MOST_SHOWN]}'", expected, remedy


def _rated(batch: Batch, at: int) -> pd.DataFrame:
    frame = batch.values.reindex(columns=["framework", "placed_by", "role", "stage"])
    frame["role"] = frame["role"].astype("str").map(str.casefold, na_action="ignore")
    frame = frame.assign(voice=voices(batch), at=at, record=range(len(frame)))
    return frame[batch.accepted & frame["stage"].notna().to_numpy(dtype=bool)]


def _tell(batches: Sequence[Batch], rows: pd.DataFrame, told: _Told) -> None:
    check, column, found, expected, remedy = told
    first = rows["at"].eq(rows["at"].min())
    batch = batches[int(rows["at"].min())]
    where: Mask = batch.nothing()
    where[rows["record"][first].to_numpy()] = True
    more = rows["at"].nunique() - 1
    also = f", as do {more} more tables" if more > 1 else ", as does one more table" if more else ""
    batch.note([Case(check, "warning", column, where, expected, remedy, found + also)])
