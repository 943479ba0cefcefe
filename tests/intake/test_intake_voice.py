"""Answers come in counted, or one row a respondent; nobody's answer is taken for a repeat of another's."""

from __future__ import annotations

import pytest
from made_community import Community, account, counts


def test_counts_by_answer_come_in_as_they_are(community: Community) -> None:
    community.schools()
    header = "Survey,Question,Who answered,School,Answer,Count,Out of,Term\n"
    rows = ["Trust,We can say what does not work,Kaiako,9901,Agree,14,31,2026-T2"]
    rows += ["Trust,We can say what does not work,Whānau,,Disagree,3,9,2026-T2"]
    community.csv("voice.csv", header + "\n".join(rows))
    snapshot = community.take_in()
    frame = snapshot.frame("voice")
    assert frame["group"].tolist() == ["teachers", "whānau"]
    assert (frame["n"].tolist(), frame["of"].tolist()) == ([14, 3], [31, 9])
    assert frame["respondent"].isna().all()
    assert not snapshot.problems


def test_a_forms_export_counts_each_row_once_though_answers_are_alike(community: Community) -> None:
    community.schools()
    header = "Timestamp,Email Address,Question,Answer,Who answered\n"
    community.csv("form.csv", header + "5/06/2026 10:12:00,a@b.c,We are heard,Agree,Student\n" * 3)
    snapshot = community.take_in()
    frame = snapshot.frame("voice")
    assert counts(account(snapshot, "form.csv", "voice")) == (3, 3, 0, 0)
    assert frame["n"].tolist() == [1, 1, 1]
    assert frame["respondent"].nunique() == 3
    assert "a@b.c" not in frame.to_csv()


def test_a_respondent_with_two_answers_to_one_item_is_one_person(community: Community) -> None:
    community.schools()
    rows = "R1,We are heard,Agree,2026-T2\nR1,We are heard,Agree,2026-T2\nR1,We are safe,Agree,2026-T2\n"
    community.csv("form.csv", "Respondent,Question,Answer,Term\n" + rows)
    snapshot = community.take_in()
    assert counts(account(snapshot, "form.csv", "voice")) == (3, 2, 0, 1)
    assert snapshot.frame("voice")["respondent"].nunique() == 1


def test_a_form_with_a_column_for_each_question_gives_a_record_a_respondent_and_question(community: Community) -> None:
    community.schools()
    header = "Timestamp,Who answered,We are heard,We are safe,I trust our plan\n"
    rows = "5/06/2026,Student,Agree,Agree,\n5/06/2026,Student,Agree,Disagree,Agree\n"
    path = community.csv("form.csv", header + rows)
    snapshot = community.take_in(["sent/schools.csv", {"file": str(path), "register": "voice"}])
    frame = snapshot.frame("voice")
    assert counts(account(snapshot, "form.csv", "voice")) == (6, 6, 0, 0)
    assert frame["item"].unique().tolist() == ["We are heard", "We are safe", "I trust our plan"]
    assert frame.groupby("respondent").size().tolist() == [3, 3]
    assert (frame["n"].sum(), frame["answer"].isna().sum()) == (5, 1)


HEAD = "Survey,Question,Who answered,School,Answer,Count,Out of,Term"


def told(community: Community, *rows: str) -> tuple[int, list[str]]:
    """(records taken in, what is said of the others) of rows that go on from the answer, all of one question."""
    community.schools()
    lines = [row if row.count(",") == 7 else f"S,We are heard,Kaiako,9901,{row},2026-T2" for row in rows]
    community.csv("voice.csv", "\n".join([HEAD, *lines]) + "\n")
    snapshot = community.take_in()
    return len(snapshot.frame("voice")), [problem.sentence() for problem in snapshot.problems]


@pytest.mark.parametrize(
    ("rows", "kept", "said"),
    [
        (("Agree,45 %,31", "Disagree,55 %,31"), 0, "as a whole number and not as a share"),
        (("Agree,20,31", "Disagree,,31"), 1, "F3 has an answer without a count"),
        (("Agree,24,31", "Disagree,24,31"), 2, "G2, G3 has fewer people asked than answers to the question"),
        (("Agree,9,", "Always,9,"), 2, "E2, E3 has answers of two scales"),
        (("Maths,9,", "Art,9,"), 2, "add a scale to data/reference/answer_scales.yaml"),
        (("4,9,", "5,9,"), 2, "Write the ends into the question"),
        (("Agree,30,", "Agreed,1,"), 2, "Did you mean 'Agree'?"),
        (("S,We are heard,,9901,Agree,9,,2026-T2",), 1, "C2 does not say who answered"),
        (("Agree,9,", "Agree,8,"), 1, "is a second row for one answer"),
        (("S,We are heard,Kaiako,9901,Agree,9,,",), 0, "has neither a date nor a term"),
    ],
)
def test_what_is_wrong_with_answers_is_told_with_its_place(
    community: Community, rows: tuple[str, ...], kept: int, said: str
) -> None:
    found, sentences = told(community, *rows)
    assert found == kept
    assert any(said in sentence for sentence in sentences)


def test_percentages_without_their_sign_are_not_taken_for_people(community: Community) -> None:
    rows = [f"S,{item},Kaiako,9901,{a},{n},,2026-T2" for item in "QR" for a, n in (("Agree", 62), ("Disagree", 38))]
    community.schools()
    community.csv("voice.csv", "\n".join([HEAD, *rows]) + "\n")
    snapshot = community.take_in()
    assert counts(account(snapshot, "voice.csv", "voice")) == (4, 0, 4, 0)
    assert "add up to 100" in snapshot.problems[0].sentence()


def test_a_hundred_people_who_were_asked_are_a_hundred_people(community: Community) -> None:
    rows = [f"S,{item},Kaiako,9901,{a},{n},100,2026-T2" for item in "QR" for a, n in (("Agree", 62), ("Disagree", 38))]
    assert told(community, *rows) == (4, [])


def test_peoples_own_words_are_in_no_message(community: Community) -> None:
    found, sentences = told(community, "Agree,30,", "Other: ask Mrs Kay,1,")
    assert (found, sentences) == (2, [])
