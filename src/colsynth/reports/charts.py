"""How is a chart drawn without the network? As a still SVG, and as JSON for the script that makes it live."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from markupsafe import Markup, escape

from colsynth.reports.bundle import VEGA_LITE

# Keys that would make a chart load or open something.
_REACHING = {"url", "href"}


class ChartError(ValueError):
    """A chart that cannot be drawn here; the message says why in a few words."""


def json_script(spec: dict[str, Any]) -> Markup:
    """A chart's JSON for a script element: nothing in it can end the element or start another."""
    text = json.dumps(spec, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def still_svg(spec: dict[str, Any], alt: str, name: str) -> Markup:
    """A chart as inline SVG whose ids start with `name`; `alt` is read to someone who cannot see it."""
    _refuse_reaching(spec)
    import vl_convert

    quiet = {**spec, "config": {**spec.get("config", {}), "aria": False}}
    try:
        json.dumps(spec, allow_nan=False)
        svg = str(vl_convert.vegalite_to_svg(quiet, vl_version=VEGA_LITE, allowed_base_urls=[]))
    except Exception as error:  # the drawing library raises whatever its JavaScript raised
        raise ChartError(f"the chart cannot be drawn ({type(error).__name__})") from error
    svg = re.sub(r"^<\?xml[^>]*>\s*", "", svg)
    width = re.match(r'<svg [^>]*?\bwidth="([\d.]+)"', svg)
    # On a phone a still chart keeps a size that can be read, and scrolls.
    least = f' style="min-width:min({width[1]}px,30rem)"' if width else ""
    label = f'<svg role="img" aria-label="{escape(alt)}"{least}'
    return Markup(label + _own_ids(_slim(svg), name).removeprefix("<svg"))


# What a still picture has no use for: paths that show nothing, what only a live chart or its own reader looks at, and
# what holds anyway where it is not said.
_NOTHING = re.compile(r'<path [^>]*?(?:d="M0,0h0v0h0Z"|d="")[^>]*?/>|<path d="M0,0h[^"]*"/>|<g/>')
_UNUSED = re.compile(
    r' (?:class|role|aria-[a-z]+|pointer-events)="[^"]*"'
    r'| (?:opacity="1"|stroke-width="1"|font-weight="normal"|transform="translate\(0,0\)"|[xy]2="0")'
)
_PLACES = re.compile(r' (?:transform|d|x|y|x2|y2|width|height)="[^"]*"')
_LONG = re.compile(r"-?\d+\.\d{3,}(?:e-\d+)?")
_SAID_OF_TEXT = ("font-family", "font-size", "text-anchor")


def _slim(svg: str) -> str:
    """The same picture in half the letters: places to a hundredth of a dot, and what most texts say said once."""
    svg = _NOTHING.sub("", _UNUSED.sub("", svg))
    svg = _PLACES.sub(lambda place: _LONG.sub(_hundredth, place[0]), svg)
    for name in _SAID_OF_TEXT:
        said = Counter(re.findall(rf'<text [^>]*?{name}="([^"]*)"', svg))
        if said and said.total() == svg.count("<text "):
            most = f' {name}="{said.most_common(1)[0][0]}"'
            svg = svg.replace(most, "").replace("<svg", f"<svg{most}", 1)
    return _without_bare_groups(svg)


def _hundredth(number: re.Match[str]) -> str:
    return f"{float(number[0]):.2f}".rstrip("0").removesuffix(".")


def _without_bare_groups(svg: str) -> str:
    """The picture without groups that say nothing of what they hold, or hold nothing."""
    says: list[bool] = []

    def group(tag: re.Match[str]) -> str:
        if tag[0].startswith("</"):
            return tag[0] if says.pop() else ""
        says.append(tag[0] != "<g>")
        return tag[0] if says[-1] else ""

    svg = re.sub(r"<g(?: [^>]*)?>|</g>", group, svg)
    while (fewer := re.sub(r"<g[^>]*></g>", "", svg)) != svg:
        svg = fewer
    return svg


def _own_ids(svg: str, name: str) -> str:
    """Ids numbered in the order they appear, so that two charts never share one and two runs agree."""
    ids = {old: f"{name}-s{n}" for n, old in enumerate(dict.fromkeys(re.findall(r'\bid="([^"]+)"', svg)), 1)}
    for pattern in (r'(\bid=")([^"]+)(")', r"(url\(['\"]?#)([^)'\"]+)(['\"]?\))", r'(href="#)([^"]+)(")'):
        svg = re.sub(pattern, lambda match: match[1] + ids.get(match[2], match[2]) + match[3], svg)
    return svg


def _refuse_reaching(part: Any, inside_data: bool = False) -> None:
    if isinstance(part, list):
        for item in part:
            _refuse_reaching(item, inside_data)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key in _REACHING and not inside_data:
                raise ChartError(f"the chart has '{key}', which reaches outside the page")
            _refuse_reaching(value, inside_data or key in ("values", "datasets"))
