"""What schools send is never perfect: each fault gives one clear sentence, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_community import Community, account, counts, of_check

from colsynth.errors import InputError, SettingsError
from colsynth.intake import NothingCameInError

HEADER = "NSN,School,Measure,Term,Level\n"
GOOD = "0123456789,9901,otj-writing,2026-T2,At\n"


def results(community: Community, *rows: str, header: str = HEADER) -> None:
    community.schools()
    community.csv("results.csv", header + "".join(row + "\n" for row in rows))


def test_a_missing_folder_blocks_and_is_named(community: Community) -> None:
    with pytest.raises(NothingCameInError) as refused:
        community.take_in("data/nowhere")
    assert refused.value.exit_code == 4
    assert isinstance(refused.value, InputError)
    assert "data/nowhere is named under 'inputs' in c.yaml, but there is no such folder" in str(refused.value)
    assert [problem.effect for problem in refused.value.problems] == ["refused"]


def test_a_missing_file_beside_good_ones_is_a_problem_and_the_rest_comes_in(community: Community) -> None:
    results(community, GOOD.strip())
    snapshot = community.take_in(["sent", {"file": "sent/resluts.csv"}])
    (problem,) = of_check(snapshot, "input")
    assert "Did you mean 'results.csv'?" in problem.expected
    assert len(snapshot.frame("achievement")) == 1


def test_an_empty_folder_blocks(community: Community) -> None:
    with pytest.raises(NothingCameInError, match="is a folder without spreadsheets"):
        community.take_in()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.xlsx", b"", "is empty"),
        ("page.xlsx", b"<!DOCTYPE html><html></html>", "is a saved web page"),
        ("cut.xlsx", b"PK\x03\x04 and then nothing", "is damaged"),
        ("words.csv", b"no columns here", "is text without columns"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_the_rest_comes_in(
    community: Community, name: str, content: bytes, said: str
) -> None:
    results(community, GOOD.strip())
    (community.root / "sent" / name).write_bytes(content)
    snapshot = community.take_in()
    (problem,) = of_check(snapshot, "opening")
    assert (problem.effect, problem.file) == ("refused", f"sent/{name}")
    assert said in problem.found
    assert said in account(snapshot, name, "").left_out[0]["why"]
    assert len(snapshot.frame("achievement")) == 1


def test_an_empty_workbook_is_refused_in_one_sentence(community: Community) -> None:
    results(community, GOOD.strip())
    community.xlsx("blank.xlsx", {"Sheet1": []})
    (problem,) = of_check(community.take_in(), "opening")
    assert problem.sentence().startswith("sent/blank.xlsx has no cell with a value.")


def test_a_lock_file_and_a_letter_are_left_out_and_listed(community: Community) -> None:
    results(community, GOOD.strip())
    community.csv("~$results.xlsx", "x")
    community.csv("letter.docx", "x")
    snapshot = community.take_in()
    assert "lock file" in account(snapshot, "~$results.xlsx", "").left_out[0]["why"]
    assert "not a spreadsheet" in account(snapshot, "letter.docx", "").left_out[0]["why"]
    assert not snapshot.problems


def test_a_sheet_without_headers_is_refused_with_what_was_found(community: Community) -> None:
    community.schools()
    community.csv("bare.csv", "0123456789,Aroha,At\n0123456788,Mere,Above\n")
    snapshot = community.take_in()
    (problem,) = of_check(snapshot, "headers")
    assert problem.effect == "refused"
    assert problem.found.endswith("row 1 is the likeliest, with 3 cells, none of them surely a header")
    assert "Aroha" not in problem.sentence()
    assert account(snapshot, "bare.csv", "").left_out == [{"row": "all", "why": "no row of headers was recognised"}]


def test_a_sheet_with_unknown_headers_names_the_nearest(community: Community) -> None:
    community.schools()
    community.csv("odd.csv", "N.S.N.,Kura,Yeer Level,Gendre\n0123456789,9901,4,F\n")
    (problem,) = of_check(community.take_in(), "headers")
    assert "'Yeer Level' is near 'Year level'." in problem.expected
    assert "screen --suggest" in problem.remedy


def test_an_unknown_measure_is_set_aside_with_what_is_near(community: Community) -> None:
    results(community, "0123456789,9901,otj-writting,2026-T2,At", GOOD.strip())
    snapshot = community.take_in()
    (problem,) = of_check(snapshot, "measure")
    assert "Near it: otj-writing" in problem.expected
    assert "data/reference/measures" in problem.remedy
    assert counts(account(snapshot, "results.csv", "achievement")) == (2, 1, 1, 0)


def test_a_subject_without_a_tool_says_how_to_name_one(community: Community) -> None:
    results(community, "0123456789,9901,Writing,2026-T2,At", header="NSN,School,Subject,Term,Level\n")
    (problem,) = of_check(community.take_in(), "measure without a tool")
    assert "tool: OTJ" in problem.remedy


def test_a_level_that_does_not_exist_is_set_aside_with_the_measures_levels(community: Community) -> None:
    results(community, GOOD.strip(), "0123456788,9901,otj-writing,2026-T2,Embeding")
    (problem,) = of_check(community.take_in(), "level")
    assert problem.place == "sent/results.csv, E3"
    assert problem.sentence().startswith(
        "sent/results.csv, E3 says 'Embeding'. "
        "Writing, overall teacher judgement has the levels Well below, Below, At, Above."
    )


def test_like_cases_are_one_problem_with_a_count_and_the_first_addresses(community: Community) -> None:
    results(community, *(f"01234567{n},9901,otj-writing,2026-T2,Atish" for n in range(10, 18)), GOOD.strip())
    (problem,) = of_check(community.take_in(), "level")
    assert (problem.count, problem.cells) == (8, "E2, E3, E4, E5, E6")


def test_a_future_date_is_set_aside_against_the_data_and_never_against_today(community: Community) -> None:
    rows = [f"01234567{n},9901,otj-writing,19/06/2026,At" for n in range(10, 16)]
    results(
        community,
        *rows,
        "0123456720,9901,otj-writing,19/06/2062,At",
        header="NSN,School,Measure,Date,Level\n",
    )
    snapshot = community.take_in()
    (problem,) = of_check(snapshot, "dated after the data")
    assert (problem.effect, problem.cells) == ("set aside", "D8")
    assert "as_at:" in problem.remedy
    assert str(snapshot.as_at) == "2026-06-19"
    assert len(community.take_in(as_at="2062-06-30").frame("achievement")) == 7


def test_a_future_date_beside_a_right_term_is_set_aside_too(community: Community) -> None:
    rows = [f"01234567{n},9901,otj-writing,2026-06-19,2026-T2,At" for n in range(10, 16)]
    rows.append("0123456720,9901,otj-writing,2062-06-19,2026-T2,At")
    results(community, *rows, header="NSN,School,Measure,Date,Term,Level\n")
    snapshot = community.take_in()
    assert of_check(snapshot, "dated after the data")[0].cells == "D8"
    assert not of_check(snapshot, "term and date")
    assert str(snapshot.as_at) == "2026-06-19"


def test_a_birth_date_in_the_place_of_a_test_date_is_refused(community: Community) -> None:
    results(community, "0123456789,9901,otj-writing,1984-03-01,At", header="NSN,School,Measure,Date,Level\n")
    (problem,) = of_check(community.take_in(), "date")
    assert "from 1990 on" in problem.expected


def test_a_date_and_a_term_that_disagree_are_pointed_out_and_the_term_stands(community: Community) -> None:
    results(
        community,
        "0123456789,9901,otj-writing,2026-06-19,2026-T1,At",
        header="NSN,School,Measure,Date,Term,Level\n",
    )
    snapshot = community.take_in(as_at="2026-09-01")
    assert of_check(snapshot, "term and date")[0].effect == "warning"
    assert list(snapshot.frame("achievement")["term"]) == ["2026-T1"]


def test_a_result_without_a_time_is_set_aside(community: Community) -> None:
    results(community, "0123456789,9901,otj-writing,At", header="NSN,School,Measure,Level\n")
    (problem,) = of_check(community.take_in(), "time")
    assert "term: 2026-T2" in problem.remedy


def test_a_learner_twice_with_the_same_values_is_repeated(community: Community) -> None:
    results(community, GOOD.strip(), "123456789,9901,otj-writing,Term 2 2026,AT")
    snapshot = community.take_in()
    assert counts(account(snapshot, "results.csv", "achievement")) == (2, 1, 0, 1)


def test_a_learner_twice_with_other_values_is_a_problem_and_the_first_is_used(community: Community) -> None:
    results(community, GOOD.strip(), "0123456789,9901,otj-writing,2026-T2,Above")
    snapshot = community.take_in()
    (problem,) = of_check(snapshot, "stands twice")
    assert (problem.effect, problem.cells) == ("set aside", "A3")
    assert "row 2" in problem.expected
    assert list(snapshot.frame("achievement")["level"]) == ["At"]


def test_the_same_result_in_two_files_names_the_other_file(community: Community) -> None:
    results(community, GOOD.strip())
    community.csv("results2.csv", HEADER + "0123456789,9901,otj-writing,2026-T2,Above\n")
    (problem,) = of_check(community.take_in(), "stands twice")
    assert (problem.file, "sent/results.csv, row 2" in problem.expected) == ("sent/results2.csv", True)


def test_a_blank_result_gives_way_to_a_value_wherever_the_two_stand(community: Community) -> None:
    results(community, "0123456789,9901,otj-writing,2026-T2,", GOOD.strip())
    snapshot = community.take_in()
    assert counts(account(snapshot, "results.csv", "achievement")) == (2, 1, 0, 1)
    assert list(snapshot.frame("achievement")["level"]) == ["At"]


def test_a_learner_on_two_rolls_at_once_is_pointed_out_and_kept(community: Community) -> None:
    community.schools()
    community.csv(
        "roll.csv",
        "NSN,School,Entry date,Exit date,Year\n"
        "0123456789,9901,2024-02-01,2025-12-19,6\n0123456789,9902,2026-02-02,,7\n"  # moved: no problem
        "0123456788,9901,2024-02-01,,6\n0123456788,9902,2026-02-02,,7\n"  # left without a last day: no problem
        "0123456787,9901,2024-02-01,2026-04-02,6\n0123456787,9902,2026-02-02,,7\n",  # both at once
    )
    snapshot = community.take_in()
    (problem,) = of_check(snapshot, "enrolled twice")
    assert (problem.effect, problem.cells, problem.count) == ("warning", "A7", 1)
    assert len(snapshot.frame("students")) == 6


def test_a_roll_without_days_is_said_and_is_no_second_roll_of_those_who_left_another(community: Community) -> None:
    community.schools()
    community.csv(
        "dated.csv",
        "NSN,School,Year,Entry date,Exit date\n"
        "0123456789,9901,8,2024-02-01,2025-12-19\n0123456788,9901,8,2024-02-01,\n",
    )
    community.csv("undated.csv", "NSN,School,Year\n0123456789,9902,9\n0123456788,9902,9\n")
    snapshot = community.take_in()
    (without,) = of_check(snapshot, "roll without days")
    assert (without.file, without.count) == ("sent/undated.csv", 2)
    (twice,) = of_check(snapshot, "enrolled twice")
    assert (twice.file, twice.count) == ("sent/dated.csv", 1)  # who never left the first is at two schools


def test_a_result_before_its_learner_was_on_any_roll_is_pointed_out_and_kept(community: Community) -> None:
    community.schools()
    community.csv(
        "roll.csv",
        "NSN,School,Entry date,Year\n0123456789,9901,2025-02-03,6\n0123456788,9901,,6\n",
    )
    community.csv(
        "results.csv",
        "NSN,School,Measure,Date,Level\n0123456789,9901,otj-writing,2024-11-20,At\n"
        "0123456789,9901,otj-writing,2025-03-20,At\n0123456788,9901,otj-writing,2024-11-20,At\n",
    )
    snapshot = community.take_in(as_at="2025-12-01")
    (problem,) = of_check(snapshot, "tested before entry")
    assert (problem.effect, problem.cells, problem.count) == ("warning", "A2", 1)
    assert len(snapshot.frame("achievement")) == 3


def test_a_short_number_at_two_schools_is_pointed_out(community: Community) -> None:
    results(community, "17,9901,otj-writing,2026-T1,At", "17,9902,otj-writing,2026-T2,At", GOOD.strip())
    snapshot = community.take_in()
    assert of_check(snapshot, "short student number")[0].count == 1
    assert snapshot.frame("achievement")["student"].nunique() == 2


@pytest.mark.parametrize(
    ("number", "check"), [("1.23E+09", "student number"), ("Aroha", "student number"), ("", "required value")]
)
def test_a_number_that_is_none_sets_the_record_aside(community: Community, number: str, check: str) -> None:
    results(community, GOOD.strip(), f"{number},9901,otj-writing,2026-T2,At")
    snapshot = community.take_in()
    (problem,) = of_check(snapshot, check)
    assert (problem.effect, problem.cells) == ("set aside", "A3")
    assert "Aroha" not in problem.sentence()


def test_nine_digits_are_taken_with_one_warning_for_the_column(community: Community) -> None:
    results(
        community,
        "123456781,9901,otj-writing,2026-T2,At",
        "123456782,9901,otj-writing,2026-T2,At",
        GOOD.strip(),
    )
    snapshot = community.take_in()
    (problem,) = of_check(snapshot, "student number")
    assert (problem.effect, problem.count, problem.cells) == ("warning", 2, "A2, A3")
    assert len(snapshot.frame("achievement")) == 3


def test_an_unknown_school_is_set_aside_with_the_nearest_name(community: Community) -> None:
    results(community, "0123456789,Totara Flats School,otj-writing,2026-T2,At", GOOD.strip())
    (problem,) = of_check(community.take_in(), "school")
    assert "Did you mean 'Tōtara Flat School'?" in problem.expected


def test_without_a_register_of_schools_a_school_is_kept_as_written(community: Community) -> None:
    community.csv("results.csv", HEADER + GOOD)
    snapshot = community.take_in()
    assert of_check(snapshot, "school")[0].effect == "warning"
    assert list(snapshot.frame("achievement")["school"]) == ["9901"]


def test_a_goal_without_a_measure_is_kept_and_pointed_out(community: Community) -> None:
    community.csv(
        "goals.csv",
        "Goal,Title,Kind,Measure,Target %\n"
        "G1,Attendance,Achievement challenge,,90\nG2,Wellbeing,Focus area,,\nG3,Writing,Challenge,otj-writing,75\n",
    )
    snapshot = community.take_in()
    (problem,) = of_check(snapshot, "goal without a measure")
    assert (problem.effect, problem.count, problem.cells) == ("warning", 1, "D2")
    assert len(snapshot.frame("goals")) == 3


def test_a_goal_of_a_measure_nobody_knows_is_kept_without_it(community: Community) -> None:
    community.csv("goals.csv", "Goal,Title,Measure,Counts from level\nG1,Swim,swimming,At\nG2,Write,otj-writing,Good\n")
    snapshot = community.take_in()
    assert of_check(snapshot, "measure")[0].effect == "warning"
    assert of_check(snapshot, "goal level")[0].cells == "D3"
    assert snapshot.frame("goals")["measure"].isna().tolist() == [True, False]
    assert snapshot.frame("goals")["at"].isna().tolist() == [False, True]


def test_two_columns_for_one_meaning_refuse_the_sheet_and_count_its_rows(community: Community) -> None:
    results(community, "0123456789,9901,otj-writing,2026-T2,At,4,4", header=HEADER.strip() + ",Year,Yr Level\n")
    snapshot = community.take_in()
    (problem,) = of_check(snapshot, "two columns for one meaning")
    assert (problem.effect, problem.cells) == ("refused", "F1, G1")
    assert counts(account(snapshot, "results.csv", "achievement")) == (1, 0, 1, 0)
    hint = {"file": "sent/results.csv", "columns": {"year_level": "Year"}}
    assert list(community.take_in(["sent", hint]).frame("achievement")["year_level"]) == [4]


def test_a_column_every_row_needs_is_asked_for_with_two_ways_to_give_it(community: Community) -> None:
    results(community, "0123456789,otj-writing,2026-T2,At", header="NSN,Measure,Term,Level\n")
    (problem,) = of_check(community.take_in(), "required column")
    assert "Add a column 'School number'" in problem.remedy
    assert "school: 9901" in problem.remedy
    snapshot = community.take_in(["sent", {"file": "sent/results.csv", "for_all": {"school": 9902}}])
    assert list(snapshot.frame("achievement")["school"]) == ["9902"]


def test_columns_that_are_not_used_are_listed_once_a_sheet(community: Community) -> None:
    results(community, GOOD.strip() + ",9,blue,F", header=HEADER.strip() + ",Shoe size,House,Gender\n")
    (problem,) = of_check(community.take_in(), "columns not used")
    assert problem.found == "has columns that are not used: Shoe size, House, Gender"
    assert "'register: students'" in problem.expected


def test_names_stand_nowhere_in_what_is_stored(community: Community) -> None:
    results(
        community,
        "0123456789,Hinewai,Takahe,2014-01-02,9901,otj-writing,2026-T2,Atish",
        "0123456788,Hinewai,Takahe,2014-01-02,9901,otj-writing,2026-T2,At",
        "Hinewai,Hinewai,Takahe,2014-01-02,9901,otj-writing,2026-T2,At",
        header="NSN,First Name,Last Name,DOB,School,Measure,Term,Level\n",
    )
    snapshot = community.take_in()
    stored = b"".join(p.read_bytes() for p in (community.root / "outputs").rglob("*") if p.is_file())
    told = stored + "".join(problem.sentence() for problem in snapshot.problems).encode()
    for never in (b"Hinewai", b"Takahe", b"2014-01-02", b"0123456788"):
        assert never not in told
    left_out = account(snapshot, "results.csv", "achievement").left_out
    assert left_out == [{"row": "1", "why": "columns not kept: First Name, Last Name, DOB"}]


@pytest.mark.parametrize(
    ("hint", "said"),
    [
        ({"register": "resluts"}, "is no register"),
        ({"register": "achievement", "columns": {"yearlevel": "Yr"}}, "Did you mean 'year_level'?"),
        ({"for_all": {"shcool": "9901"}}, "Did you mean 'school'?"),
    ],
)
def test_a_hint_that_means_nothing_is_a_fault_of_the_settings(
    community: Community, hint: dict[str, str], said: str
) -> None:
    results(community, GOOD.strip())
    with pytest.raises(SettingsError) as refused:
        community.take_in([{"file": "sent/results.csv", **hint}])
    assert said in str(refused.value)


def test_a_hint_for_a_sheet_or_header_that_is_not_there_is_a_problem(community: Community) -> None:
    community.schools()
    community.xlsx("r.xlsx", {"Term 2": [HEADER.strip().split(","), GOOD.strip().split(",")]})
    by_sheet = community.take_in(["sent", {"file": "sent/r.xlsx", "sheet": "Term 3"}])
    assert "Its sheets are Term 2." in of_check(by_sheet, "settings")[0].expected
    by_header = community.take_in(["sent", {"file": "sent/r.xlsx", "columns": {"class": "Room no"}}])
    assert "has no header 'Room no'" in of_check(by_header, "settings")[0].found


def test_a_file_that_may_not_be_read_is_a_problem_and_the_rest_comes_in(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    results(community, GOOD.strip())
    community.csv("open.csv", HEADER)
    whole = Path.read_bytes

    def locked(path: Path) -> bytes:
        if path.name == "open.csv":
            raise PermissionError(13, "Permission denied")
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", locked)
    (problem,) = of_check(community.take_in(), "opening")
    assert problem.sentence().startswith("sent/open.csv may not be read: another program has it open")
