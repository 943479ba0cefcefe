"""Placements: whose they are over terms, on what evidence, and what stands now."""

import pandas as pd

from colsynth.analyses.practice.placements import newest, placements, ratings_table
from colsynth.registers.declared import load_registers

EMPTY = load_registers(None)["ratings"].empty_frame()


def placed(rows: list[dict[str, object]]) -> pd.DataFrame:
    common = {"framework": "ero", "placed_by": "school", "term": "2026-T3", "area": "1"}
    frame = pd.concat([EMPTY, pd.DataFrame([common | row for row in rows])], ignore_index=True)
    frame["source_row"] = range(2, len(frame) + 2)
    return placements(
        frame.astype({c: t for c, t in EMPTY.dtypes.items() if c in frame}), "ero", ["1", "2", "3"], "2026-T3"
    )


def test_a_placement_without_a_note_or_a_link_is_asserted_and_one_off_the_scale_is_neither() -> None:
    found = placed(
        [
            {"school": "A", "stage": "2", "evidence": "minutes"},
            {"school": "B", "stage": "2", "link": "https://example.org/minutes"},
            {"school": "C", "stage": "3"},
            {"school": "D", "stage": "not applicable"},
            {"school": "E", "stage": None},
            {"school": "F", "stage": "not yet evident"},
        ]
    )
    assert found["asserted"].tolist() == [False, False, True, pd.NA, pd.NA, True]
    assert found["level"].tolist() == [2, 2, 3, pd.NA, pd.NA, 0]
    assert found["answer"].tolist()[3:5] == ["not applicable", "not rated"]


def test_a_voice_is_the_same_over_terms_and_its_last_placement_stands() -> None:
    found = placed(
        [
            {"school": "A", "stage": "1", "term": "2025-T3"},
            {"school": "A", "stage": "2"},
            {"school": "A", "placed_by": "person", "rater": "r1", "stage": "1", "term": "2025-T3"},
            {"school": "A", "placed_by": "person", "rater": "r1", "stage": "3"},
            {"school": "A", "placed_by": "person", "stage": "3", "term": "2025-T3"},
            {"school": "A", "placed_by": "person", "stage": "3"},
        ]
    )
    assert found["voice"].nunique() == 4, "two people without a code are two, as nothing says that they are one"
    now = newest(found).set_index("voice")["answer"]
    assert (now["school A"], now["person A r1"]) == ("2", "3")
    assert len(now) == 3, "of two without a code that of the newer term stands, as it may be the same person"


def test_people_without_a_code_are_as_many_as_place_one_thing_in_a_sheet() -> None:
    areas = [{"placed_by": "person", "role": "principal", "stage": "2", "area": area} for area in "123"]
    assert placed([*areas]).voice.nunique() == 1, "a principal who placed three areas is not three people"
    assert placed([*areas, *areas[:1]]).voice.nunique() == 2
    over_terms = placed([row | {"term": f"202{year}-T3"} for year in range(6) for row in areas])
    assert len(newest(over_terms)) == 3, "one who placed them in six terms is not six people"


def test_a_blank_in_a_later_term_takes_nothing_back_and_an_answer_off_the_scale_does() -> None:
    found = placed(
        [
            {"school": "A", "stage": "2", "term": "2025-T3"},
            {"school": "A", "stage": None},
            {"school": "B", "stage": "2", "term": "2025-T3"},
            {"school": "B", "stage": "not applicable"},
            {"school": "C", "stage": None},
        ]
    )
    now = newest(found).set_index("voice")["answer"]
    assert now.to_dict() == {"school A": "2", "school B": "not applicable", "school C": "not rated"}


def test_a_table_of_ratings_has_a_column_a_voice_and_leaves_out_what_was_placed_together() -> None:
    found = placed(
        [
            {"school": "A", "stage": "1"},
            {"school": "B", "stage": "3"},
            {"school": "B", "stage": "2", "area": "2"},
            {"placed_by": "consensus", "stage": "2"},
            {"school": "A", "stage": "3", "indicator": "1.1.1"},
        ]
    )
    table = ratings_table(found)
    assert table.index.tolist() == ["1", "2"]
    assert table.columns.tolist() == ["school A", "school B"]
    assert table.loc["1"].tolist() == [1.0, 3.0]
    assert pd.isna(table.loc["2", "school A"])
    assert ratings_table(found, "indicator").to_numpy().tolist() == [[3.0]]
