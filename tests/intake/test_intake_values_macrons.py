"""Macrons that a wrong encoding took: mended where it is certain, pointed out where it is not, else left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_community import Community, of_check

from colsynth.intake.values.macrons import is_harmed
from colsynth.intake.values.macrons import mend as mend_by
from colsynth.reference.te_reo import load_words

WORDS = [
    "Kererū",
    "Māori",
    "Pākehā",
    "Ōtara",
    "Āwhina",
    "Tūī",
    "Tēnā koutou",
    "Whangārei",
    "Pōkeno – Tūākau",
    "St Mary’s",
]


def mend(text: str) -> str:
    return mend_by(text, load_words())


def opened_as(text: str, codec: str) -> str:
    """UTF-8 text as a program shows it that takes it for another encoding; bytes without a sign stay as they are."""
    return "".join(bytes([byte]).decode(codec, errors="ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("codec", ["cp1252", "cp1250", "latin-1", "mac_roman"])
@pytest.mark.parametrize("word", WORDS)
def test_a_word_comes_back_from_every_encoding_it_was_opened_in(word: str, codec: str) -> None:
    assert mend(opened_as(word, codec)) == word


def test_a_word_comes_back_that_was_opened_wrongly_twice() -> None:
    assert mend(opened_as(opened_as("Kererū", "cp1252"), "cp1252")) == "Kererū"


@pytest.mark.parametrize(("harmed", "word"), [("KererĹŤ", "Kererō"), ("KererÅ«", "Kererū"), ("MÄori", "Māori")])
def test_spellings_seen_in_copies_are_mended(harmed: str, word: str) -> None:
    assert mend(harmed) == word  # the first two: copies of ERO and press texts; the third lost a sign nobody sees


def test_a_text_as_long_as_a_cell_may_be_is_looked_at_in_no_time() -> None:
    assert not is_harmed("n" * 32_767)  # a minute, where each letter was asked for a word that begins with it
    assert is_harmed("n" * 32_767 + " m?ori")


@pytest.mark.parametrize("harmed", ["M?ori", "P?keh?", "M\ufffdori", "WhÄtika"])
def test_a_letter_that_is_lost_is_pointed_out_and_not_guessed(harmed: str) -> None:
    assert mend(harmed) == harmed
    assert is_harmed(harmed)


@pytest.mark.parametrize(
    "text",
    ["Müller", "Ärzte", "Åse", "São Tomé", "Zoë", "Māori", "Mäori", "Maaori", "Year 5?", "Kei te pai koe?", "Why?No"],
)
def test_other_languages_questions_and_whole_words_are_left_alone(text: str) -> None:
    assert mend(text) == text
    assert not is_harmed(text)


@given(st.text())
def test_mending_twice_changes_no_more_than_mending_once(text: str) -> None:
    assert mend(mend(text)) == mend(text)


@given(st.text(alphabet="aehikmnoprtuwg āēīōūĀĒĪŌŪ-/,'", max_size=30))
def test_what_is_written_right_is_never_changed(text: str) -> None:
    assert mend(text) == text


def test_mended_and_doubtful_cells_are_listed_with_before_and_after(community: Community) -> None:
    rows = "9901,KererÅ« School\n9902,P?tea School\n9903,Rātā School\n"
    community.csv("schools.csv", "School number,School name\n" + rows)
    snapshot = community.take_in()
    mended, doubtful = of_check(snapshot, "macrons")
    assert (mended.effect, mended.cells, mended.count) == ("warning", "B2", 1)
    assert "'KererÅ« School' is read as 'Kererū School'" in mended.expected
    assert (doubtful.effect, doubtful.cells) == ("warning", "B3")
    assert list(snapshot.frame("schools")["name"]) == ["Kererū School", "P?tea School", "Rātā School"]


def test_ethnicities_that_lost_a_letter_are_still_known(community: Community) -> None:
    community.schools()
    rows = "1000000001,9901,4,M?ori\n1000000002,9901,4,MÄori\n1000000003,9901,4,P?keh?\n"
    community.csv("roll.csv", "NSN,School,Year level,Ethnicity\n" + rows)
    assert list(community.take_in().frame("students")["ethnicities"]) == ["Māori", "Māori", "European"]


def test_a_workspace_may_add_words_of_its_own_place(community: Community) -> None:
    folder = community.root / "data" / "reference"
    folder.mkdir(parents=True)
    (folder / "te_reo.yaml").write_text("source: our gazetteer\nwords: [Whātika]\n", encoding="utf-8")
    community.csv("schools.csv", "School number,School name\n9901,WhÄtika School\n")
    assert list(community.take_in().frame("schools")["name"]) == ["Whātika School"]
