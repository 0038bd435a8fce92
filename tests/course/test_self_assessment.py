"""Each objective is asked in the same three steps."""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "site"))

from course_book.self_assessment import STEPS, steps_html  # noqa: E402


def test_an_objective_has_three_radio_buttons_with_labels():
    html = steps_html("4.1")
    assert re.findall(r'value="(\d)" data-objective="4.1"', html) == ["0", "1", "2"]
    assert set(re.findall(r'name="([^"]+)"', html)) == {"self-4-1"}
    ids = re.findall(r'<input[^>]* id="([^"]+)"', html)
    labels = re.findall(r'<label for="([^"]+)">([^<]+)</label>', html)
    assert labels == list(zip(ids, STEPS, strict=True))


def test_no_two_objectives_share_a_name():
    names = [re.search(r'name="([^"]+)"', steps_html(id))[1] for id in ("1.1", "1.2", "10.1", "1.10")]
    assert len(set(names)) == 4
