"""Answers come in counted, or one row a respondent; nobody's answer is taken for a repeat of another's."""

from __future__ import annotations

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
