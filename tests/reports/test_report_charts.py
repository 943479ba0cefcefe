"""Charts drawn without the network: a still SVG, its JSON, and the library that makes it live."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from drawn import bar_chart, line_chart

from colsynth.reports import bundle
from colsynth.reports.charts import ChartError, json_script, still_svg


def test_a_still_chart_is_named_for_those_who_cannot_see_it() -> None:
    svg = still_svg(bar_chart(), 'Bars "rising"', "goals-a")
    assert svg.startswith('<svg role="img" aria-label="Bars &#34;rising&#34;" style="min-width:min(')
    assert "Kōwhai School" in svg


def test_ids_inside_a_chart_are_its_own_and_the_same_each_time() -> None:
    first, again = (still_svg(line_chart(), "alt", "goals-a") for _ in range(2))
    ids = re.findall(r'\bid="([^"]+)"', first)
    assert first == again
    assert ids
    assert all(name.startswith("goals-a-s") for name in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", first)) <= set(ids)


def test_json_for_a_script_says_the_same_without_a_single_bracket() -> None:
    spec = {"a": "</script><!-- & \u2028 \u2029", "b": [1, None]}
    text = json_script(spec)
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text) == spec


def test_a_still_chart_says_what_most_of_its_texts_say_once_and_no_place_twice_as_long() -> None:
    svg = still_svg(line_chart(), "alt", "goals-a")
    head, _, body = svg.partition(">")
    anchor = re.search(r'text-anchor="(\w+)"', head)
    assert anchor
    assert f'text-anchor="{anchor[1]}"' not in body
    assert not re.search(r'\d\.\d{3}|\.\d?0[,)"]|[xy]2="0"|<g/>', body)


@pytest.mark.parametrize(
    "change",
    [
        {"data": {"url": "x.csv"}},
        {"encoding": {"href": {"value": "x"}}},
        {"mark": "nonsense"},
        {"width": float("nan")},
    ],
)
def test_a_chart_that_cannot_be_drawn_here_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ChartError):
        still_svg(bar_chart() | change, "alt", "goals-a")


def test_a_value_called_url_is_only_a_value() -> None:
    spec = bar_chart() | {"data": {"values": [{"school": "A", "share": 1, "url": "x"}]}}
    assert still_svg(spec, "alt", "goals-a")


def test_the_library_is_kept_and_a_damaged_copy_is_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = bundle.vega_bundle()
    monkeypatch.setattr(bundle, "user_cache_dir", lambda name: str(tmp_path))
    bundle.vega_bundle.cache_clear()
    assert bundle.vega_bundle() == built
    kept = next(tmp_path.glob("*.js"))
    kept.write_text(built[:1000], encoding="utf-8")
    bundle.vega_bundle.cache_clear()
    assert bundle.vega_bundle() == built
    assert kept.read_text(encoding="utf-8") == built
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".js", ".sha256"]
    assert "\r" not in built
