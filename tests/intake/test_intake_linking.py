"""One learner is one learner, also where a number is mistyped or missing; and two never become one in silence."""

from __future__ import annotations

import pandas as pd
import pytest
from made_community import Community, account, counts, of_check

from colsynth.intake.learners.near_numbers import is_one_slip
from colsynth.registers.snapshot import Snapshot

ROLL = "NSN,First Name,Last Name,DOB,School,Year,Gender,Entry date,Exit date\n"
RESULTS = "NSN,Name,DOB,School,Measure,Term,Level\n"
AROHA = "Aroha,Ngata,14/03/2015"


def learners(snapshot: Snapshot, register: str = "achievement") -> list[str]:
    """The learner of each record, as A, B ... in the order of their first record in any register."""
    codes = [code for name in ("students", "achievement") for code in snapshot.frame(name)["student"]]
    letters = {code: chr(65 + at) for at, code in enumerate(dict.fromkeys(codes))}
    return [letters[code] for code in snapshot.frame(register)["student"]]


def places(snapshot: Snapshot, why: str) -> list[list[str]]:
    """File and row of each case listed under a heading that begins so."""
    rows = snapshot.learners[snapshot.learners["why"].str.startswith(why)]
    at = rows["source_file"].str.removeprefix("sent/") + " " + rows["source_row"].astype(str)
    return [list(case) for _, case in at.groupby(rows["case"])]


@pytest.fixture
def community(community: Community) -> Community:
    community.schools()
    return community


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("0123456789", "0123456780"),  # one digit changed
        ("0123456789", "0123456798"),  # two neighbours swapped
        ("0123456789", "01234567899"),  # one digit more
        ("0123456789", "0012345679"),  # the 8 lost, and a zero put in front of nine digits
    ],
)
def test_one_slip_apart(ours: str, theirs: str) -> None:
    assert is_one_slip(ours, theirs)
    assert is_one_slip(theirs, ours)


@pytest.mark.parametrize("theirs", ["0123456700", "1023456798", "0723456189", "0123456"])
def test_more_than_one_slip_apart(theirs: str) -> None:
    assert not is_one_slip("0123456789", theirs)


def test_a_mistyped_number_with_the_same_name_and_birth_date_is_the_same_learner_and_is_told(
    community: Community,
) -> None:
    community.csv("roll.csv", ROLL + f"0123456789,{AROHA},9901,5,F,2026-02-02,\n")
    community.csv("results.csv", RESULTS + "0123456798,Ngata Aroha,2015-03-14,9901,otj-writing,2026-T2,At\n")
    snapshot = community.take_in()
    assert learners(snapshot) == ["A"]
    (problem,) = of_check(snapshot, "linked by number")
    assert (problem.effect, problem.file, problem.cells) == ("warning", "sent/results.csv", "A2")
    assert places(snapshot, "taken as one learner: numbers") == [["roll.csv 2", "results.csv 2"]]


def test_twins_with_numbers_next_to_each_other_stay_two(community: Community) -> None:
    twins = "0123456788,Aroha,Ngata,14/03/2015,9901,5,F,2026-02-02,\n0123456789,Mere,Ngata,14/03/2015,9901,5,F,,\n"
    community.csv("roll.csv", ROLL + twins)
    community.csv(
        "results.csv",
        RESULTS
        + "0123456788,Aroha Ngata,14/03/2015,9901,otj-writing,2026-T2,At\n"
        + "0123456789,Mere Ngata,14/03/2015,9901,otj-writing,2026-T2,Below\n",
    )
    snapshot = community.take_in()
    assert learners(snapshot) == ["A", "B"]
    assert snapshot.learners.empty


def test_twins_without_names_stay_two_and_are_proposed_to_a_person(community: Community) -> None:
    rows = ("NSN,DOB,School,Year,Entry date", "0123456788,14/03/2015,9901,5,", "0123456789,14/03/2015,9901,5,")
    community.csv("roll.csv", "\n".join(rows))
    snapshot = community.take_in()
    assert learners(snapshot, "students") == ["A", "B"]
    assert places(snapshot, "perhaps one learner") == [["roll.csv 2", "roll.csv 3"]]


def test_a_number_near_two_others_is_linked_to_neither(community: Community) -> None:
    community.csv(
        "roll.csv",
        ROLL + f"0123456788,{AROHA},9901,5,F,2026-02-02,\n0123456787,{AROHA},9902,5,F,2026-02-02,\n",
    )
    community.csv("results.csv", RESULTS + "0123456789,Aroha Ngata,14/03/2015,9901,otj-writing,2026-T2,At\n")
    snapshot = community.take_in()
    assert learners(snapshot) == ["C"]
    assert places(snapshot, "perhaps one learner") == [["roll.csv 2", "roll.csv 3", "results.csv 2"]]


def test_a_row_without_number_is_its_learner_by_name_and_birth_date(community: Community) -> None:
    community.csv("roll.csv", ROLL + f"0123456789,{AROHA},9901,5,F,2026-02-02,\n")
    community.csv("results.csv", RESULTS + ",NGATA Aroha,14/03/2015,9901,otj-writing,2026-T2,At\n")
    snapshot = community.take_in()
    assert learners(snapshot) == ["A"]
    assert counts(account(snapshot, "results.csv", "achievement")) == (1, 1, 0, 0)
    (problem,) = of_check(snapshot, "linked by name")
    assert "Ngata" not in problem.sentence()


def test_sheets_without_any_number_are_read_by_name_and_birth_date(community: Community) -> None:
    community.csv("roll.csv", ROLL.replace("NSN,", "") + f"{AROHA},9901,5,F,2026-02-02,\n")
    results = "Name,DOB,School,Measure,Term,Level\nNgata Aroha,14/03/2015,9901,otj-writing,2026-T2,At\n"
    community.csv("results.csv", results + "Tama Ngata,14/03/2015,9901,otj-writing,2026-T2,At\n")
    snapshot = community.take_in()
    assert learners(snapshot) == ["A", "B"]
    assert {problem.file for problem in of_check(snapshot, "no student number")} == {
        "sent/roll.csv",
        "sent/results.csv",
    }


def test_a_row_with_neither_number_nor_birth_date_is_set_aside(community: Community) -> None:
    community.csv("results.csv", RESULTS + ",Aroha Ngata,,9901,otj-writing,2026-T2,At\n")
    community.csv("other.csv", RESULTS + "0123456789,,,9901,otj-writing,2026-T2,At\n")
    snapshot = community.take_in()
    assert counts(account(snapshot, "results.csv", "achievement")) == (1, 0, 1, 0)


def test_one_name_and_birth_date_at_two_schools_at_once_stay_two_and_one_after_the_other_are_one(
    community: Community,
) -> None:
    head = ROLL.replace("NSN,", "")
    community.csv("a.csv", head + f"{AROHA},9901,5,F,2024-01-29,2025-12-16\nHemi,Tau,2014-05-06,9901,6,M,2025-02-03,\n")
    community.csv("b.csv", head + f"{AROHA},9902,7,F,2026-02-02,\nHemi,Tau,2014-05-06,9902,6,M,2025-02-03,\n")
    snapshot = community.take_in()
    assert learners(snapshot, "students") == ["A", "B", "A", "C"]
    assert places(snapshot, "perhaps one learner") == [["a.csv 3", "b.csv 3"]]


def test_a_name_with_two_numbers_is_proposed_and_not_merged(community: Community) -> None:
    community.csv("a.csv", ROLL + f"0123456789,{AROHA},9901,5,F,2024-01-29,2025-12-16\n")
    community.csv("b.csv", ROLL + f"0555555550,{AROHA},9902,7,F,2026-02-02,\n")
    snapshot = community.take_in()
    assert learners(snapshot, "students") == ["A", "B"]
    assert places(snapshot, "perhaps one learner") == [["a.csv 2", "b.csv 2"]]


def test_a_schools_own_number_is_the_learner_with_a_national_one(community: Community) -> None:
    community.csv("roll.csv", ROLL + f"0123456789,{AROHA},9901,5,F,2026-02-02,\n")
    community.csv(
        "results.csv",
        "Student ID,Name,DOB,School,Measure,Term,Level\n4711,Ngata Aroha,14/03/2015,9901,otj-writing,2026-T2,At\n",
    )
    assert learners(community.take_in()) == ["A"]


ALIASES = "Old number,Same as,Reason\n"


@pytest.mark.parametrize(
    "rows",
    [
        "0111111118,0222222229,issued twice\n0222222229,0333333330,issued twice\n",
        "0222222229,0333333330,issued twice\n0111111118,0222222229,issued twice\n0333333330,0111111118,circle\n",
    ],
)
def test_aliases_join_numbers_through_chains_and_circles(community: Community, rows: str) -> None:
    community.csv("aliases.csv", ALIASES + rows)
    community.csv(
        "results.csv",
        "NSN,School,Measure,Term,Level\n"
        + "".join(
            f"{number},9901,otj-writing,2026-T{term},At\n"
            for term, number in enumerate(("0111111118", "0222222229", "0333333330"), start=1)
        ),
    )
    assert learners(community.take_in()) == ["A", "A", "A"]


def test_which_number_stays_does_not_depend_on_the_order_of_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    kept = []
    for names in (("a", "b"), ("b", "a")):
        community = Community(tmp_path_factory.mktemp("c"))
        community.schools()
        community.csv(f"{names[0]}.csv", ROLL + f"0123456789,{AROHA},9901,5,F,2024-01-29,2025-12-16\n")
        community.csv(f"{names[1]}.csv", ROLL + f"0123456798,{AROHA},9902,7,F,2026-02-02,\n")
        (code,) = set(community.take_in().frame("students")["student"])
        kept.append(code)
    assert kept[0] == kept[1]


def test_planted_slips_are_found_and_no_twin_or_sibling_is_merged(community: Community) -> None:
    made = made_learners(400)
    roll = [f"{p.number},{p.first},{p.last},{p.birth},9901,5,F,2026-02-02," for p in made.itertuples()]
    community.csv("roll.csv", ROLL + "\n".join(roll))
    rows = [f"{p.written},{p.first} {p.last},{p.birth},9901,otj-writing,2026-T2,At" for p in made.itertuples()]
    community.csv("results.csv", RESULTS + "\n".join(rows))
    snapshot = community.take_in()
    truth = dict(zip(snapshot.frame("students")["student"], made["number"], strict=True))
    found = [truth.get(code) for code in snapshot.frame("achievement")["student"]]
    wrong = sum(number is not None and number != meant for number, meant in zip(found, made["number"], strict=True))
    assert wrong == 0
    assert snapshot.frame("students")["student"].nunique() == len(made)
    assert sum(number == meant for number, meant in zip(found, made["number"], strict=True)) == len(made)


def made_learners(n: int) -> pd.DataFrame:
    """n learners in families of two, every other pair twins with numbers side by side; one number in nine mistyped."""
    rows = []
    for at in range(n):
        family, second = divmod(at, 2)
        birth = f"{2012 + family % 5}-{1 + family % 12:02}-{1 + (family + (second if family % 2 else 0)) % 28:02}"
        number = f"{120_000_000 + family * 7919 * 2 + second:010}"
        written = number[:4] + number[5] + number[4] + number[6:] if at % 9 == 0 and number[4] != number[5] else number
        rows.append((number, written, ("Aria", "Ariana")[second], f"Whānau{family}", birth))
    return pd.DataFrame(rows, columns=["number", "written", "first", "last", "birth"])
