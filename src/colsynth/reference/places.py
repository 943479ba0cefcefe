"""Where do data files stand? In the community's workspace first, then as shipped with colsynth."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from colsynth.errors import SettingsError

MOST_NODES = 200_000  # names and values of a file, each alias counted as what it stands for; ours have up to 10,000
MOST_DEPTH = 50  # lists within lists; ours have 7
OPEN = ("~$", ".~lock.")  # begins the name of a file beside a workbook that is open in another program
DECLARED = ("frameworks", "registers", "reference")  # folders of `data/` that declare what is known


def shipped_root() -> Path:
    """The folder that holds `notebooks/`, `params/` and `data/`: inside the wheel, or the checkout."""
    inside_wheel = Path(__file__).parents[1] / "shipped"
    return inside_wheel if inside_wheel.is_dir() else Path(__file__).parents[3]


def data_files(kind: str, workspace: Path | None, endings: tuple[str, ...] = (".yaml",)) -> dict[str, Path]:
    """Every file of a kind (`frameworks`, `registers`, `reference/measures` ...) by its stem; YAML, unless said.

    A file in the workspace's `data/<kind>/` stands in front of the shipped one of the same name.
    """
    found: dict[str, Path] = {}
    for root in (shipped_root(), workspace):
        if root is not None:
            files = sorted(path for path in (root / "data" / kind).glob("*.*") if path.suffix.lower() in endings)
            found |= {path.stem: path for path in files if not path.name.startswith(OPEN)}
    return dict(sorted(found.items()))


def declared_files(workspace: Path | None) -> list[tuple[str, Path]]:
    """Every file by which spreadsheets are understood, shipped or the workspace's own, and its path inside `data/`.

    Whatever stands in one of the folders `DECLARED`, so that a kind of file added tomorrow counts from its first day.
    """
    roots = dict.fromkeys(root.resolve() for root in (shipped_root(), workspace) if root is not None)
    return [
        (path.relative_to(root / "data").as_posix(), path)
        for root in roots
        for kind in DECLARED
        for path in sorted((root / "data" / kind).rglob("*"))
        if path.is_file() and path.suffix != ".md" and not path.name.startswith((".", *OPEN))
    ]


if TYPE_CHECKING:
    _SafeLoader = yaml.SafeLoader
else:
    _SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where it was built


class _UniqueKeys(_SafeLoader):
    """Plain YAML, but a key that stands twice in one mapping is refused rather than the last one winning."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            if key_node.tag == "tag:yaml.org,2002:bool":
                key_node.tag = "tag:yaml.org,2002:str"  # a key such as `on` or `yes` is a word, not a truth
            if not isinstance(key_node, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a name is a word, not a list", problem_mark=key_node.start_mark)
            if key_node.tag != "tag:yaml.org,2002:merge":
                key = self.construct_object(key_node, deep=True)
                if key in seen:
                    raise yaml.MarkedYAMLError(
                        problem=f"the key '{key}' stands twice", problem_mark=key_node.start_mark
                    )
                seen.add(key)
        return super().construct_mapping(node, deep)


def _read_day(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Any:
    """A day, or the text where there is no such day, as in `2026-09-31`: who asked for a day says what is wrong."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


_UniqueKeys.add_constructor("tag:yaml.org,2002:timestamp", _read_day)


def _check_depth(text: str) -> None:
    """A YAML error where lists stand within lists so deep that a reader would run out of stack."""
    depth = 0
    for event in yaml.parse(text, Loader=_UniqueKeys):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MOST_DEPTH:
            raise yaml.MarkedYAMLError(problem="it holds lists within lists beyond counting")


def _n_nodes(node: yaml.Node | None, known: dict[yaml.Node, int]) -> int:
    """How many names and values a node unfolds to; a YAML error where there are too many, or it holds itself."""
    if not isinstance(node, yaml.CollectionNode):
        return 1
    if node not in known:
        known[node] = MOST_NODES  # until it is counted: a node that is met within itself has no end
        parts = [part for entry in node.value for part in (entry if isinstance(entry, tuple) else (entry,))]
        known[node] = 1 + sum(_n_nodes(part, known) for part in parts)
    if known[node] > MOST_NODES:
        raise yaml.MarkedYAMLError(problem="its aliases unfold to far too much", problem_mark=node.start_mark)
    return known[node]


def read_yaml(path: Path) -> dict[str, Any]:
    """The mapping in a YAML file; anything else raises SettingsError with file, line and what to do."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise SettingsError(f"{path} does not exist. Check the name and the folder.") from None
    except UnicodeDecodeError:
        if path.suffix.lower() not in {".yaml", ".yml"}:
            said = f"{path.name} is no settings file. A text file that ends in .yaml is expected."
            raise SettingsError(said) from None
        raise SettingsError(f"{path} is not saved as UTF-8 text. Save it again with encoding UTF-8.") from None
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from None
    try:
        _check_depth(text)
        loader = _UniqueKeys(text)
        root = loader.get_single_node()
        _n_nodes(root, {})
        content = loader.construct_document(root) if root is not None else None
    except yaml.MarkedYAMLError as error:
        lines = len(text.splitlines())
        line = f", line {min(error.problem_mark.line + 1, lines)}" if error.problem_mark else ""
        mark = error.problem_mark
        if mark and "\t" in "".join(text.splitlines()[mark.line : mark.line + 1])[: mark.column + 1]:
            raise SettingsError(f"{path.name}{line} begins with a tab. Use spaces in its place.") from None
        raise SettingsError(
            f"{path.name}{line} cannot be read as YAML: {error.problem}. "
            "Check the spaces at the start of the line, the colons and the quotes."
        ) from None
    except yaml.reader.ReaderError as error:
        n = text.count("\n", 0, error.position) + 1
        said = f"{path.name}, line {n} holds a sign that is no text (character {error.character})"
        raise SettingsError(f"{said}. Write the line again.") from None
    except yaml.YAMLError as error:
        raise SettingsError(f"{path.name} cannot be read as YAML: {error}.") from None
    if not isinstance(content, dict):
        raise SettingsError(f"{path.name} should hold 'name: value' lines; it holds none.")
    return content
