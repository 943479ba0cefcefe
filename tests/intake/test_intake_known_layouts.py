"""Layouts that headers alone do not tell come in by their declarations, or one sentence says what to do.

The roll return is made here from positions of its fields as New Zealand's school systems write it (the public
MOEFileGenerator, read 2026); every school, learner and number is invented.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from known_measures import names
from made_community import Community, account, counts, of_check

from colsynth.cli.known import faults
from colsynth.errors import InputError
from colsynth.frameworks import Framework, load_frameworks
from colsynth.intake.tables.wide import WideHeaders
from colsynth.registers.declared import load_registers
from colsynth.registers.snapshot import Snapshot

# Positions of fields, from 1: the public MOEFileGenerator
SCHOOL, OWN, NSN, SURNAME, FIRST, GENDER, DOB, START = 1, 2, 3, 4, 5, 6, 7, 8
ETHNIC1, ETHNIC2, ORS, FUNDING_YEAR, TYPE, PREVIOUS, END, YEAR, EMAIL = 10, 11, 16, 17, 18, 19, 25, 103, 115
LINE_1 = "Linc-Ed,2.8,J,2026,9901,3,N,00000000"
HARE = {OWN: "17", NSN: "0123456789", SURNAME: "Tui", FIRST: "Hare", GENDER: "M", DOB: "20170401", START: "20220201"}
HARE |= {ETHNIC1: "211", ETHNIC2: "111", ORS: "N", FUNDING_YEAR: "5", TYPE: "RE", YEAR: "4", EMAIL: "tui@example.org"}
MERE = {OWN: "18", NSN: "0123456780", SURNAME: "Kea", FIRST: "Mere", GENDER: "F", DOB: "20160401", START: "2026-02-03"}
MERE |= {ETHNIC1: "321", ETHNIC2: "0", ORS: "H", FUNDING_YEAR: "6", TYPE: "FF", PREVIOUS: "9902", YEAR: "5"}


def line(learner: dict[int, str], n_fields: int = 132) -> list[str]:
    return [{SCHOOL: "9901", **learner}.get(at, "") for at in range(1, n_fields + 1)]


def roll_return(*lines: list[str], first: str = LINE_1, n: int | None = None) -> str:
    end = [["Footer", str(len(lines) if n is None else n), "20260701", "0900", "A. Principal"], ["FR", *["0"] * 30]]
    return "\r\n".join([first, *(",".join(cells) for cells in [*lines, *end])]) + "\r\n"


def taken(community: Community, text: str, name: str = "roll.moe") -> Snapshot:
    community.schools()
    community.csv(name, text)
    return community.take_in(as_at="2026-07-03")


def refusal(community: Community, text: str, name: str = "roll.moe") -> str:
    community.csv(name, text)
    with pytest.raises(InputError) as error:
        community.take_in()
    return str(error.value)


def sentences(snapshot: Snapshot, check: str = "known layout") -> list[str]:
    return [problem.sentence() for problem in of_check(snapshot, check)]


def test_a_roll_return_gives_its_learners_by_the_positions_of_its_fields(community: Community) -> None:
    snapshot = taken(community, roll_return(line(HARE), line(MERE)))
    learners = snapshot.frame("students")
    assert counts(account(snapshot, "roll.moe", "students")) == (2, 2, 0, 0)
    assert learners["school"].tolist() == ["9901", "9901"]
    assert learners["year_level"].tolist() == [4, 5]  # the current one, not the funding year level
    assert learners["gender"].tolist() == ["male", "female"]
    assert learners["ethnicities"].tolist() == ["European|Māori", "Pacific"]  # 321, Cook Islands Māori, is Pacific
    assert learners["entry"].astype(str).tolist() == ["2022-02-01", "2026-02-03"]
    assert learners["learning_support"].tolist() == [False, True]
    assert learners["previous_school"].fillna("").tolist() == ["", "9902"]
    assert learners["source_row"].tolist() == [2, 3]


def test_a_roll_return_gives_moves_from_a_previous_school(community: Community) -> None:
    moves = taken(community, roll_return(line(HARE), line(MERE))).frame("moves")
    assert moves[["from", "to"]].values.tolist() == [["9902", "9901"]]
    assert moves["entered"].astype(str).tolist() == ["2026-02-03"]


def test_nothing_of_names_addresses_and_contacts_leaves_a_roll_return(community: Community) -> None:
    snapshot = taken(community, roll_return(line(HARE), line(MERE)))
    kept = "".join(
        [frame.to_csv() for frame in (snapshot.frame("students"), snapshot.frame("moves"))]
        + [problem.sentence() for problem in snapshot.problems]
        + [str(entry.left_out) for entry in snapshot.accounts]
    )
    for private in ("Tui", "Hare", "Mere", "tui@example.org", "20170401", "A. Principal", "0123456789"):
        assert private not in kept


def test_one_sentence_says_what_a_roll_return_was_read_as_and_its_other_lines_are_listed(community: Community) -> None:
    snapshot = taken(community, roll_return(line(HARE), line(MERE)))
    (said,) = sentences(snapshot)
    assert "is the Ministry's roll return, read as students and moves" in said
    assert "not FUNDING YEAR LEVEL" in said
    assert "SURNAME" not in said
    left = account(snapshot, "roll.moe", "students").left_out
    assert any("SURNAME, FIRSTNAME, DOB, ADDRESS1" in entry["why"] for entry in left)
    assert {"row": "1", "why": "first line of the file, about the whole of it"} in left
    assert {"row": "4-5", "why": "line of the file about the whole of it"} in left


def test_learners_who_are_not_on_the_roll_are_left_out_and_counted(community: Community) -> None:
    away = {**MERE, TYPE: "NA"}
    snapshot = taken(community, roll_return(line(HARE), line(away), line({**away, NSN: "0123456781", TYPE: "SA"})))
    assert counts(account(snapshot, "roll.moe", "students")) == (1, 1, 0, 0)
    assert "2 rows are not on the school's roll (TYPE NA, SA), left out" in sentences(snapshot)[0]


def test_a_roll_type_that_is_not_listed_is_set_aside(community: Community) -> None:
    snapshot = taken(community, roll_return(line(HARE), line({**MERE, TYPE: "ZZ"})))
    assert counts(account(snapshot, "roll.moe", "students")) == (2, 1, 1, 0)
    (said,) = [problem for problem in of_check(snapshot, "known layout") if problem.effect == "set aside"]
    assert said.cells == "R3"
    assert "says 'ZZ' under 'TYPE'" in said.found


def test_a_line_that_lost_a_field_is_set_aside_once_and_its_cells_are_not_shown(community: Community) -> None:
    shifted = line(MERE)
    del shifted[SURNAME - 1]
    snapshot = taken(community, roll_return(line(HARE), [*shifted, ""]))
    for register in ("students", "moves"):
        entry = account(snapshot, "roll.moe", register)
        assert entry.read == entry.accepted + entry.set_aside
    (said,) = [problem for problem in of_check(snapshot, "known layout") if problem.effect == "set aside"]
    assert (said.cells, said.count) == ("row 3", 1)
    assert "where GENDER" in said.found


def test_a_learner_of_another_school_in_a_roll_return_is_a_line_out_of_place(community: Community) -> None:
    snapshot = taken(community, roll_return(line(HARE), line({**MERE, SCHOOL: "9902"})))
    assert any("something else where SCHOOL_ID should stand" in said for said in sentences(snapshot))


def test_a_footer_that_counts_more_learners_than_there_are_is_told(community: Community) -> None:
    assert any("says that there are 7" in said for said in sentences(taken(community, roll_return(line(HARE), n=7))))
    assert len(sentences(taken(community, roll_return(line(HARE), n=1)))) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (roll_return(line(HARE, 131), line(MERE, 131)), "has 131 fields in a line. It has 132"),
        (roll_return(line(HARE), first=LINE_1.replace(",J,", ",X,")), "has 'X' in cell 3 of its first line"),
        (roll_return(line(HARE), first=LINE_1.replace("9901", "Tōtara")), "There stands the number of the school"),
    ],
)
def test_a_file_that_is_nearly_a_roll_return_is_refused_in_one_sentence(
    text: str, said: str, community: Community
) -> None:
    refused = refusal(community, text)
    assert "looks like the Ministry's roll return, but" in refused
    assert said in refused
    assert "Export it again" in refused
    assert "more problem" not in refused


def test_a_roll_return_with_a_line_of_field_names_is_read_by_them(community: Community) -> None:
    names = {SCHOOL: "SCHOOL_ID", OWN: "STUDENT_ID", NSN: "NSN", SURNAME: "SURNAME", FIRST: "FIRSTNAME"}
    names |= {GENDER: "GENDER", START: "FIRST ATTENDANCE", ETHNIC1: "ETHNIC1", FUNDING_YEAR: "FUNDING YEAR LEVEL"}
    names |= {TYPE: "TYPE", PREVIOUS: "PREVIOUS SCHOOL", YEAR: "CURRENT YEAR LEVEL"}
    rows = [list(names.values()), *([{SCHOOL: "9901", **who}.get(at, "") for at in names] for who in (HARE, MERE))]
    rows.append([{SCHOOL: "9901", **MERE, TYPE: "NA"}.get(at, "") for at in names])
    snapshot = taken(community, "\n".join(",".join(row) for row in rows), "roll.csv")
    assert snapshot.frame("students")["year_level"].tolist() == [4, 5]
    assert len(snapshot.frame("moves")) == 1


ASTTLE = """e-asTTle Tabular Report Created on 03/06/2026 at 22:52
TestID,Test Name,Test Type,Date Modified,Student Master ID,NSN ID,Last Name,First Name,Funding Year Level,Date Tested,\
Gender,Language,Ethnicity,Overall Score,Overall Level,Surface Score,Surface Level,Deep Score,Deep Level,Attitude - \
General,Ideas Score,Ideas Level
71,{reading},Custom,01/06/2026,5,0123456789,Tui,Hare,5,26/05/2026,M,English,Maori,1402,3B,1390,2A,1410,3B,2.1,1400,3B
71,{reading},Custom,01/06/2026,6,0123456780,Kea,Mere,6,26/05/2026,F,English,Samoan,-,-,-,-,-,-,-,-,-
,,,,,,,,,,,,Averages,1402,3B,1390,2A,1410,3B,2.1,1400,3B

TestID,Test Name,Test Type,Date Modified,Student Master ID,NSN ID,Last Name,First Name,Funding Year Level,Date Tested,\
Gender,Language,Ethnicity,Overall Score,Overall Level,Surface Score,Surface Level,Algebra Score,Algebra Level
72,{maths},Adaptive,01/06/2026,5,0123456789,Tui,Hare,5,27/05/2026,M,English,Maori,1204,<2B,1190,<2B,1210,2B
72,{maths},Adaptive,01/06/2026,6,0123456780,Kea,Mere,6,27/05/2026,F,English,Samoan,1890,>6A,1880,6A,1900,>6A
Averages,,,,,,,,,,,,,1547,4P,1535,4P,1555,4P
"""


def asttle(
    community: Community, reading: str = "Reading T1", maths: str = "Maths Year 9 Term 1 2025", **hint: object
) -> Snapshot:
    community.schools()
    community.csv("AST_030626_2252.csv", ASTTLE.format(reading=reading, maths=maths))
    file = "sent/AST_030626_2252.csv"
    given = {"school": "9901", **hint.pop("for_all", {})}  # type: ignore[dict-item]
    return community.take_in(["sent", {"file": file, "for_all": given, **hint}])


def test_a_tabular_report_of_several_tests_gives_the_overall_result_of_each(community: Community) -> None:
    snapshot = asttle(community)
    results = snapshot.frame("achievement")
    assert results["measure"].tolist() == ["easttle-reading"] * 2 + ["easttle-mathematics"] * 2
    assert results["scale_score"].fillna(0).tolist() == [1402, 0, 1204, 1890]
    assert results["level"].fillna("").tolist() == ["3B", "", "<2B", ">6A"]
    assert results["missing"].fillna("").tolist() == ["", "no score", "", ""]
    assert results["term"].tolist() == ["2026-T2"] * 4
    assert results["year_level"].isna().all()  # the funding year level is not the year of instruction
    entry = account(snapshot, "AST_030626_2252.csv", "achievement")
    assert counts(entry) == (4, 4, 0, 0)
    assert [left["row"] for left in entry.left_out if left["why"] == "totals or averages"] == ["5", "10"]


def test_one_sentence_says_what_of_a_tabular_report_is_not_used(community: Community) -> None:
    (said,) = sentences(asttle(community))
    assert "is a tabular report of e-asTTle, read as achievement" in said
    assert "scores and levels of strands are not used" in said
    assert "'Funding Year Level' counts years at school" in said


def test_a_test_whose_name_tells_no_subject_is_one_problem_that_says_what_to_write(community: Community) -> None:
    snapshot = asttle(community, reading="Room 7 T1")
    assert counts(account(snapshot, "AST_030626_2252.csv", "achievement")) == (4, 2, 2, 0)
    (said,) = of_check(snapshot, "measure")
    assert (said.found, said.count) == ("says 'Room 7 T1'", 2)
    assert "under 'for_all'" in said.remedy
    told = asttle(
        community,
        reading="Room 7 T1",
        columns={"measure": "Test Name"},
        values={"measure": {"Room 7 T1": "easttle-writing", "Maths Year 9 Term 1 2025": "easttle-mathematics"}},
    )
    assert told.frame("achievement")["measure"].tolist() == ["easttle-writing"] * 2 + ["easttle-mathematics"] * 2


def test_a_test_whose_name_is_a_failed_formula_is_told_and_nothing_more(community: Community) -> None:
    snapshot = asttle(community, reading="#DIV/0!")
    assert counts(account(snapshot, "AST_030626_2252.csv", "achievement")) == (4, 2, 2, 0)


def test_a_test_that_names_two_subjects_is_not_guessed(community: Community) -> None:
    snapshot = asttle(community, reading="Reading and maths T1")
    assert snapshot.frame("achievement")["measure"].tolist() == ["easttle-mathematics"] * 2


def test_the_settings_go_before_what_a_tabular_report_says_by_itself(community: Community) -> None:
    snapshot = asttle(community, for_all={"measure": "easttle-writing"}, register="achievement")
    assert set(snapshot.frame("achievement")["measure"]) == {"easttle-writing"}
    assert not of_check(snapshot, "two columns for one meaning")


def test_the_tabular_report_by_group_gives_the_year_level(community: Community) -> None:
    community.schools()
    community.csv(
        "group.csv",
        "e-asTTle Tabular by Group Created on 03/06/2026 at 22:52\n"
        "TestID,Test Name,Assignment Group,Assignment Subgroup,NSN ID,Last Name,First Name,Year Level,"
        "Funding Year Level,Date Tested,Overall Score,Overall Level\n"
        "71,Pānui T1,Room 7,,0123456789,Tui,Hare,7,6,26/05/2026,1402,3B\n",
    )
    snapshot = community.take_in(["sent", {"file": "sent/group.csv", "for_all": {"school": "9901"}}])
    results = snapshot.frame("achievement")
    assert results[["measure", "year_level", "class"]].values.tolist() == [["easttle-maori-panui", 7, "Room 7"]]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("layout: ours", "layout: other"), "Give it the file's own name, 'ours'"),
        (('title: "Ours.*"', ""), "nothing tells the layout"),
        (('"Ours.*"', '"Ours("'), "'title' is no expression that can be read"),
        (("achievement:", "achievment:"), "Did you mean 'achievement'?"),
        (("scale_score:", "scale_scor:"), "Did you mean 'scale_score'?"),
        (("source: a page", ""), "'source' is missing"),
    ],
)
def test_a_declaration_of_a_layout_is_explained_fault_by_fault(
    change: tuple[str, str], said: str, tmp_path: Path
) -> None:
    path = tmp_path / "layouts" / "ours.yaml"
    path.parent.mkdir()
    text = (
        'layout: ours\nname: our report\nsource: a page\ntitle: "Ours.*"\n'
        "reads:\n  achievement:\n    columns:\n      scale_score: [Points]\n"
    )
    path.write_text(text, encoding="utf-8")
    assert faults(path) == []
    path.write_text(text.replace(*change), encoding="utf-8")
    (fault,) = faults(path)
    assert said in fault


GOOGLE = """Timestamp,Email Address,Which school are you from?,Your role,1.1.1 What each role is,L,[1.2.1 Plans],\
How far along? [6.2.3 Noticing],Comments
2026/06/19 3:04:05 PM GMT+12,tui@example.org,Tōtara Flat School,Principal,Column 2,x,Column 1,Column 3,minutes of May
2026/06/20 9:00:00 AM GMT+12,kea@example.org,Rātā Intermediate,Teacher,Column 1,y,,Not yet evident,
"""


def test_a_google_form_of_indicators_gives_one_rating_a_respondent_and_question(community: Community) -> None:
    community.schools()
    community.csv("form.csv", GOOGLE)
    snapshot = community.take_in(["sent", {"file": "sent/form.csv", "register": "ratings"}])
    ratings = snapshot.frame("ratings")
    assert ratings["indicator"].tolist() == ["1.1.1", "1.2.1", "6.2.3"] * 2
    assert ratings["stage"].fillna("").tolist() == ["2", "1", "3", "1", "", "not yet evident"]
    assert ratings["school"].tolist() == ["9901"] * 3 + ["9902"] * 3
    assert set(ratings["placed_by"]) == {"person"}
    assert ratings["rater"].nunique() == 2
    assert ratings["term"].tolist() == ["2026-T2"] * 6
    assert ratings["evidence"].tolist()[0] == "minutes of May"
    assert "example.org" not in ratings.to_csv()


def test_a_question_names_an_indicator_or_an_area_at_its_start_and_a_numbered_question_names_neither() -> None:
    ratings = load_registers()["ratings"]
    ero = load_frameworks()["ero-collaborative-practice"]

    def said(header: str, frameworks: dict[str, Framework] | None = None) -> list[tuple[str, str]]:
        meant = WideHeaders(names(), frameworks or {ero.id: ero}).of(header, ratings)
        return list(meant.fields) if meant else []

    of_ero = ("framework", "ero-collaborative-practice")
    for header in (
        "6.2.3",
        "6.2.3 Noticing",
        "[6.2.3 Noticing]",
        "Where are we? [6.2.3: Noticing]",
        "Indicator 6.2.3 - n",
    ):
        assert said(header) == [of_ero, ("indicator", "6.2.3")]
    for header in ("Area 1", "1. Leadership for equity and excellence", "Leadership for equity and excellence"):
        assert said(header) == [of_ero, ("area", "1")]
    for header in ("1. How long have you taught?", "1", "9.9.9 Nothing", "6.2.33 Noticing", "Q6"):
        assert said(header) == []
    twin = {"a": ero, "b": ero.model_copy(update={"framework": "b"})}
    assert said("6.2.3 Noticing", twin) == [("indicator", "6.2.3")]  # which framework, the settings must say


VOICE = """Timestamp,Email Address,What is your name?,What helps you learn?,How do you feel at school?,Anything else?
19/06/2026 15:04:05,tui@example.org,Hare Tui,"Group work, My teacher",Happy,"Longer lunch, please"
19/06/2026 15:05:05,kea@example.org,Mere Kea,My teacher,Not sure,
20/06/2026 09:00:00,k@example.org,Ana Ruru,Group work,Happy,More art
"""


def test_a_google_form_of_other_questions_gives_the_voice_of_its_respondents(community: Community) -> None:
    community.schools()
    community.csv("survey.csv", VOICE)
    snapshot = community.take_in(["sent", {"file": "sent/survey.csv", "for_all": {"group": "learners"}}])
    voice = snapshot.frame("voice")
    helps = voice[voice["item"] == "What helps you learn?"]
    assert helps["answer"].tolist() == ["Group work", "My teacher", "My teacher", "Group work"]  # boxes to tick
    assert voice[voice["item"] == "Anything else?"]["answer"].fillna("").tolist() == [
        "Longer lunch, please",
        "",
        "More art",
    ]
    assert set(voice["group"]) == {"learners"}
    assert voice["respondent"].nunique() == 3
    assert voice["n"].dropna().eq(1).all()
    assert voice["date"].astype(str).unique().tolist() == ["2026-06-19", "2026-06-20"]
    assert set(voice["item"]) == {"What helps you learn?", "How do you feel at school?", "Anything else?"}
    told = voice.to_csv() + "".join(problem.sentence() for problem in snapshot.problems)
    for private in ("Hare", "Mere", "Ruru", "example.org"):
        assert private not in told
    assert len(of_check(snapshot, "several answers")) == 1
    entry = account(snapshot, "survey.csv", "voice")
    assert counts(entry) == (10, 10, 0, 0)


def test_a_form_that_does_not_say_who_answered_is_one_problem_that_says_what_to_write(community: Community) -> None:
    community.csv("survey.csv", VOICE)
    snapshot = community.take_in()
    (said,) = [problem for problem in of_check(snapshot, "known layout") if "who answered" in problem.found]
    assert "as group: " in said.remedy
    assert snapshot.frame("voice")["group"].isna().all()


def test_a_microsoft_form_gives_its_answers_and_never_its_names(community: Community) -> None:
    community.schools()
    header = ["ID", "Start time", "Completion time", "Email", "Name", "I am a", "What works?", "L1: Is it shared?"]
    community.xlsx(
        "whanau.xlsx",
        {
            "Form1": [
                header,
                [
                    1,
                    "6/19/26 15:00:00",
                    "6/19/26 15:04:05",
                    "tui@example.org",
                    "Hare Tui",
                    "Parent",
                    "Hui;Calls;",
                    "Yes; mostly",
                ],
                [2, "6/20/26 9:00:00", "6/20/26 9:04:05", "kea@example.org", "Mere Kea", "Teacher", "Calls;", "No"],
            ]
        },
    )
    snapshot = community.take_in()
    voice = snapshot.frame("voice")
    assert voice["group"].tolist() == ["whānau"] * 3 + ["teachers"] * 2
    assert voice["answer"].tolist() == ["Hui", "Calls", "Yes; mostly", "Calls", "No"]
    assert voice["term"].unique().tolist() == ["2026-T2"]
    assert "Tui" not in voice.to_csv()
    assert "example.org" not in voice.to_csv()


def test_a_form_may_ask_for_indicators_and_other_things_and_gives_both(community: Community) -> None:
    community.schools()
    community.csv("form.csv", GOOGLE.replace(",L,", ",What should we do next?,"))
    snapshot = community.take_in()
    assert len(snapshot.frame("ratings")) == 6
    assert snapshot.frame("voice")["item"].tolist() == ["What should we do next?"] * 2


def test_a_long_table_with_a_timestamp_is_no_form(community: Community) -> None:
    community.schools()
    community.csv(
        "ratings.csv",
        "Timestamp,Framework,Indicator,Stage,School\n2026-06-19,ero-collaborative-practice,1.1.1,Column 2,9901\n",
    )
    assert not of_check(community.take_in(), "known layout")


WEBSITE = """School Number,School Name,Telephone,Fax,Email^,Principal*,School Website,Street,Town / City,School Type,\
Authority,Gender of Students,Urban/Rural,Total School Roll,European / Pākehā,Māori,Pacific,Asian,MELAA,Other,\
International,Equity Index (EQI),Isolation Index,Latitude,Longitude,Definition,Status,Cohort Entry,Takiwā
9901,Tōtara Flat School,09 1,09 2,a@example.org,A. Tui,example.org,1 Road,Flat,Contributing,State,Co-Ed,Rural,212,90,\
100,10,8,2,1,1,463,1.2,-36.1,174.2,Not Applicable,Open,No,Tai Tokerau
9903,Kōwhai School,09 1,09 2,b@example.org,B. Kea,example.org,2 Road,Flat,Full Primary,State,Co-Ed,Rural,,,,,,,,,,,\
-36.2,174.3,Not Applicable,Closed,No,Tai Tokerau
"""
INTERFACE = """School_Id,Org_Name,Telephone,Email,Contact1_Name,Org_Type,Authority,CoEd_Status,Takiwā,Latitude,\
Longitude,Total,European,Māori,Pacific,Asian,MELAA,Other,International,EQi_Index,Isolation_Index,Col_Id,Col_Name,Status,\
Roll_Date
9901,Tōtara Flat School,09 1,a@example.org,A. Tui,Contributing,State,Co-Ed,Tai Tokerau,-36.1,174.2,212,90,100,10,8,2,\
1,1,463,1.2,99051,A community,Open,2026-07-01
9903,Kōwhai School,09 1,b@example.org,B. Kea,Full Primary,State,Co-Ed,Tai Tokerau,-36.2,174.3,,,,,,,,,,,99051,\
A community,Proposed,2026-07-01
"""


@pytest.mark.parametrize(("text", "status"), [(WEBSITE, "Closed"), (INTERFACE, "Proposed")])
def test_both_dialects_of_the_directory_come_in_and_a_school_that_is_not_open_is_told(
    text: str, status: str, community: Community
) -> None:
    community.csv("directory.csv", text, "utf-8-sig")
    snapshot = community.take_in()
    schools = snapshot.frame("schools")
    assert schools[["school", "name", "type"]].values.tolist() == [
        ["9901", "Tōtara Flat School", "contributing"],
        ["9903", "Kōwhai School", "full primary"],
    ]
    assert schools["eqi"].tolist()[0] == 463
    assert schools["roll"].tolist()[0] == 212
    assert schools["latitude"].tolist() == [-36.1, -36.2]
    (told,) = [problem for problem in of_check(snapshot, "known layout") if problem.column == "Status"]
    assert (told.found, told.count, told.effect) == (f"says '{status}' under 'Status'", 1, "warning")
    assert "A. Tui" not in schools.to_csv() + "".join(problem.sentence() for problem in snapshot.problems)


def test_rolls_by_year_and_ethnicity_are_numbers_of_groups_without_their_totals(community: Community) -> None:
    community.schools()
    community.csv(
        "rolls.csv",
        "School: ID,School: Name,Region: Education Region,Year: As at 1 July,Student: Year level,"
        "Student: Ethnic Group,Students (? Values)\n"
        "9901,Tōtara Flat School,Tai Tokerau,2025,Year 4,Māori,12\n"
        "9901,Tōtara Flat School,Tai Tokerau,2025,Year 4,Pacific,3\n"
        ",,Tai Tokerau,2025,Year 4,Māori,5120\n",
    )
    snapshot = community.take_in()
    numbers = snapshot.frame("aggregates")
    assert numbers[["school", "group", "n"]].values.tolist() == [["9901", "Māori", 12], ["9901", "Pacific", 3]]
    assert set(numbers["measure"]) == {"school-roll"}
    assert set(numbers["calendar_year"]) == {2025}
    left = account(snapshot, "rolls.csv", "aggregates").left_out
    assert {"row": "4", "why": "total over several schools"} in left


def test_rows_about_all_learners_are_totals_of_learners_data_and_records_of_a_public_table(
    community: Community,
) -> None:
    community.schools()
    community.csv(
        "results.csv",
        "NSN,School,Measure,Term,Level\n"
        "All Students,9901,otj-writing,2026-T2,62\n0123456789,9901,otj-writing,2026-T2,At\n",
    )
    community.csv("public.csv", "School,Student Group,Measure,Calendar year,n\n9901,All Students,otj-writing,2025,62\n")
    snapshot = community.take_in()
    entry = account(snapshot, "results.csv", "achievement")
    assert counts(entry) == (1, 1, 0, 0)
    assert entry.left_out == [{"row": "2", "why": "totals or averages"}]
    assert counts(account(snapshot, "public.csv", "aggregates")) == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("headers", "learner"),
    [
        (
            "ID Number,Surname (Preferred),First Name (Preferred),Gender,Date of Birth,First Attendance,Year Level,"
            "Previous School 1 Name",
            "17,Tui,Hare,M,2017-04-01,2022-02-01,4,Rātā Intermediate",
        ),
        (
            "Local student ID,Family Name,First Names,This Year,Gender,DOB,Date started here,Previous schools",
            "17,Tui,Hare,4,M,01/04/2017,01/02/2022,Rātā Intermediate",
        ),
        (
            "Pupil ID,Preferred Family name,Preferred name,Year level,Gender,Date of birth,First started school",
            "17,Tui,Hare,4,M,01/04/2017,01/02/2022",
        ),
    ],
)
def test_learners_as_three_school_management_systems_export_them_come_in(
    headers: str, learner: str, community: Community
) -> None:
    community.schools()
    community.csv("roll.csv", f"{headers}\n{learner}\n")
    snapshot = community.take_in(
        ["sent", {"file": "sent/roll.csv", "for_all": {"school": "9901"}, "register": "students"}]
    )
    learners = snapshot.frame("students")
    assert learners[["year_level", "gender"]].values.tolist() == [[4, "male"]]
    expected = [] if "First started school" in headers else ["2022-02-01"]
    assert learners["entry"].dropna().astype(str).tolist() == expected
    assert "Tui" not in learners.to_csv()


def test_a_microsoft_quiz_keeps_no_points_and_nobody_who_is_named_in_a_question(community: Community) -> None:
    community.csv(
        "quiz.csv",
        "ID,Start time,Completion time,Email,Name,Total points,STUDENTS FULL NAME,Points - STUDENTS FULL NAME,"
        "What is kind?,Points - What is kind?\n"
        "1,7/27/26 19:06:23,7/27/26 19:17:10,anonymous,,4,Hare Tui,,Sharing,2\n",
    )
    snapshot = community.take_in([{"file": "sent/quiz.csv", "for_all": {"group": "learners"}}])
    assert snapshot.frame("voice")[["item", "answer"]].values.tolist() == [["What is kind?", "Sharing"]]
    assert "Tui" not in snapshot.frame("voice").to_csv() + "".join(sentences(snapshot))


def test_a_roll_return_that_was_opened_and_saved_as_a_workbook_is_read_alike(community: Community) -> None:
    community.schools()
    rows = [row.split(",") for row in roll_return(line(HARE), line(MERE)).splitlines()]
    community.xlsx("roll.xlsx", {"9901J26": rows})
    snapshot = community.take_in(as_at="2026-07-03")
    assert snapshot.frame("students")["year_level"].tolist() == [4, 5]
    assert len(snapshot.frame("moves")) == 1
