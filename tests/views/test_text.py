"""Every word that a learner meets: each message is there once, is used, and is plain text."""

import json
import re
from pathlib import Path

import pytest

LIBRARY = Path(__file__).parents[2] / "rolecraft"
FILES = sorted((LIBRARY / "text" / "en").glob("*.json"))


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
