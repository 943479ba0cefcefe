"""A published number about a group comes in under the table's own words, of a known year, and not above its whole."""

from __future__ import annotations

from made_community import Community, account, counts

HEADER = "School number,Ethnic group,Assessment,Subject,Level,Year,Total,Number,Percent\n"


def test_a_table_keeps_its_own_words_for_what_it_counts_and_known_measures_get_their_name(
    community: Community,
) -> None:
    community.schools()
    rows = ["9901,Māori,OTJ,Writing,At or above,2025,22,13,59.1", "9901,All,PARCC,ELA,Proficient,2025,40,9,22.5"]
    community.csv("public.csv", HEADER + "\n".join(rows))
    snapshot = community.take_in()
    frame = snapshot.frame("aggregates")
    assert frame["measure"].tolist() == ["otj-writing", "PARCC ELA"]
    assert frame["group"].tolist() == ["Māori", "All"]
    assert frame[["of", "n", "percent"]].astype(float).to_numpy().tolist() == [[22, 13, 59.1], [40, 9, 22.5]]
    assert not snapshot.problems


def test_a_number_about_a_body_that_is_no_school_of_the_community_is_kept(community: Community) -> None:
    community.schools()
    rows = ["The whole country,,PARCC,ELA,Proficient,2025,4000,900,22.5", ",,PARCC,ELA,Proficient,2025,80,20,25"]
    community.csv("public.csv", HEADER + "\n".join(rows))
    frame = community.take_in().frame("aggregates")
    assert frame["school"].fillna("-").tolist() == ["The whole country", "-"]


def test_a_term_or_a_date_gives_the_calendar_year_and_without_any_the_row_is_set_aside(community: Community) -> None:
    community.schools()
    header = "School,Group,Measure,Level,Term,As at,Number\n"
    rows = ["9901,All,roll,Year 1,2025-T3,,20", "9901,All,roll,Year 2,,2024-07-01,20", "9901,All,roll,Year 3,,,20"]
    community.csv("public.csv", header + "\n".join(rows))
    snapshot = community.take_in()
    assert snapshot.frame("aggregates")["calendar_year"].tolist() == [2025, 2024]
    (problem,) = snapshot.problems
    assert (problem.check, problem.effect) == ("time", "set aside")
    assert "calendar_year: 2025" in problem.remedy


def test_more_than_the_whole_is_set_aside(community: Community) -> None:
    community.schools()
    rows = ["9901,Māori,OTJ,Writing,At,2025,22,23,59.1", "9901,All,OTJ,Writing,At,2025,40,9,22.5"]
    community.csv("public.csv", HEADER + "\n".join(rows))
    snapshot = community.take_in()
    assert [problem.check for problem in snapshot.problems] == ["number of learners"]
    assert counts(account(snapshot, "public.csv", "aggregates")) == (2, 1, 1, 0)


def test_published_numbers_do_not_move_the_day_up_to_which_the_data_speaks(community: Community) -> None:
    community.schools()
    community.csv("results.csv", "NSN,School,Measure,Term,Level\n0123456789,9901,otj-writing,2025-T2,At\n")
    rows = [f"9901,Group {at},OTJ,Writing,At,2026,22,13,59.1" for at in range(9)]
    community.csv("public.csv", HEADER + "\n".join(rows))
    assert str(community.take_in().as_at).startswith("2025")
