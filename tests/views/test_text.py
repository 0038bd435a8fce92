"""Every word that a learner meets: each message is there once, is used, and is plain text."""

import ast
import json
import re
from pathlib import Path

import pytest

from rolecraft import EXERCISES

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "rolecraft" / "text" / "en").glob("*.json"))
NAMES = [path.stem for path in FILES]
# The worked numbers have names of the same form (kpi_map.outcome_now), but they are no messages.
CODE = {
    path: list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    for folder in ("rolecraft", "site/course_book", "site/live")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if path.name != "worked_numbers.py" and "node_modules" not in path.parts
}
# Areas and metrics have messages of their own: area_SEO, open_rate_trap.
IDS = {
    id
    for data in ("areas", "metrics")
    for id in re.findall(r'"id": "(\w+)"', (ROOT / "rolecraft" / "data" / f"{data}.json").read_text("utf-8"))
}


def messages(name: str) -> dict[str, str]:
    return json.loads((ROOT / "rolecraft" / "text" / "en" / f"{name}.json").read_text(encoding="utf-8"))


def strings(nodes: list[ast.AST]) -> set[str]:
    """Return the whole strings in the code, without the pieces of f-strings."""
    pieces = {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    constants = (node for node in nodes if isinstance(node, ast.Constant) and id(node) not in pieces)
    return {node.value for node in constants if isinstance(node.value, str)}


def family(node: ast.JoinedStr) -> re.Pattern:
    """Return a pattern for all strings that an f-string can make."""
    parts = (re.escape(part.value) if isinstance(part, ast.Constant) else "(.+)" for part in node.values)
    return re.compile("".join(parts))


def unused(name: str) -> list[str]:
    """Return the messages of a file that no code can ask for.

    A key counts as used when it stands in the code as it is, or when an f-string there makes it of strings
    that stand there, too, of ids in the data, or of numbers. An exercise's key in the code of another
    exercise doesn't count.
    """
    others = set(EXERCISES) - {name} if name in EXERCISES else set()
    nodes = [node for path, found in CODE.items() if path.stem not in others for node in found]
    whole = strings(nodes)
    patterns = {family(node) for node in nodes if isinstance(node, ast.JoinedStr)}
    families = [pattern for pattern in patterns if re.search("_|[.](?![+])", pattern.pattern)]

    def possible(key: str) -> bool:
        if key in whole or key in IDS or key in NAMES or key.isdigit():
            return True
        return any(
            all(map(possible, match.groups())) for pattern in families if (match := pattern.fullmatch(key))
        )

    return [key for key in messages(name) if not possible(key) and not possible(f"{name}.{key}")]


@pytest.mark.parametrize("name", NAMES)
def test_every_message_is_used(name: str):
    assert unused(name) == []


def test_every_message_that_the_code_names_is_there():
    full_key = re.compile(rf"({'|'.join(NAMES)})\.(?!json|css)(\w+)")
    asked = [match for nodes in CODE.values() for match in map(full_key.fullmatch, strings(nodes)) if match]
    assert len(asked) > 50
    # "frame.work" is no message itself: a part that can be folded is named by what follows show_ and hide_.
    wanted = [(name, key) for name, key in (match.groups() for match in asked) if key != "work"]
    assert [one for one in wanted if one[1] not in messages(one[0])] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_message_is_written_twice(path: Path):
    pairs = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=list)
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys)), sorted(key for key in keys if keys.count(key) > 1)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_messages_are_plain_text(path: Path):
    for key, words in json.loads(path.read_text(encoding="utf-8")).items():
        assert words.strip() == words != "", key
        assert not re.search(r"<\w|&\w+;", words), f"{key} holds HTML"
