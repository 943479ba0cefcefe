"""The packs on networks: beyond sharing and goal-directed networks, against what their sources name."""

from __future__ import annotations

import pytest

from colsynth.frameworks import Framework, load_framework

PACKS = ("beyond-sharing", "goal-directed-networks")


@pytest.fixture(params=PACKS)
def pack(request: pytest.FixtureRequest) -> Framework:
    return load_framework(request.param)


def test_the_stages_and_the_wording_are_said_to_be_ours(pack: Framework) -> None:
    assert pack.paraphrase
    assert not pack.nested
    assert "stages and the numbers are ours" in pack.attribution
    assert "not a judgement by the author" in pack.attribution
    assert pack.source.read < pack.review_by


def test_every_statement_is_short_and_said_once(pack: Framework) -> None:
    texts = [statement.text for statement in pack.statements()]
    assert len(set(texts)) == len(texts)
    assert max(len(text.split()) for text in texts) <= 25
    assert all(indicator.text.endswith(".") for indicator in pack.indicators)
    assert all(question.text.endswith("?") for question in pack.askable)


def test_the_ladder_goes_from_pooling_over_sharing_to_joint_inquiry() -> None:
    ladder = load_framework("beyond-sharing")
    rungs = [area.name for area in ladder.areas[:3]]
    assert [rung.split(": ")[1] for rung in rungs] == [
        "pooling",
        "sharing",
        "joint inquiry that challenges practice",
    ]
    assert ladder.area_of("pooling") == "1"


def test_the_three_practices_stand_and_the_list_the_source_leaves_out_is_empty() -> None:
    ladder = load_framework("beyond-sharing")
    named = [indicator.text.split(":")[0] for indicator in ladder.area("4").indicators[:3]]
    assert named == ["Inquiry", "Leadership", "Capacity"]
    assert ladder.area("8").indicators == ()
    assert ladder.area("8").questions


def test_the_four_features_stand_before_the_conditions_for_pairs() -> None:
    network = load_framework("goal-directed-networks")
    assert [network.area_of(name) for name in ("Part of a whole", "Goals", "Relationships", "Coordination")] == list(
        "1234"
    )
    assert [indicator.id for indicator in network.area("5").indicators] == ["5.1", "5.2", "5.3", "5.4", "5.5"]
    assert network.words.area == "feature"


def test_claims_of_results_are_marked_as_outcomes_in_both() -> None:
    marked = {name: [i.id for i in load_framework(name).indicators if i.kind == "outcome"] for name in PACKS}
    assert marked == {"beyond-sharing": ["3.4", "3.5", "4.4"], "goal-directed-networks": ["3.4"]}
