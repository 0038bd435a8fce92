"""The browser imports the library from a zip, where missing files are reported in another way."""

import subprocess
import sys
import zipfile
from pathlib import Path

LIBRARY = Path(__file__).parents[2] / "rolecraft"


def test_a_language_without_its_own_words_falls_back_to_english(tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "course.zip", "w") as course:
        for path in LIBRARY.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                course.write(path, Path("rolecraft") / path.relative_to(LIBRARY))
    program = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'course.zip')!r})\n"
        "import rolecraft.text; assert 'course.zip' in rolecraft.text.__file__\n"
        "print(rolecraft.text.say('frame.kind_next', 'sv'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout.strip() == "Next"
