"""Time and memory of the room's result, beside the shortest way to load the same files with pandas.

Each figure comes from a Python of its own, so that memory is that of one program. Both read every file anew;
the clock runs from the first file to the last picture, or to the table.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from measure import Unmeasured, summary

from rolecraft import made_up_room

PROGRAMS = {
    "debrief": """
from rolecraft import debrief
def work(folder):
    room = debrief.read_folder(folder)
    found = debrief.findings(room)
    assert len(found) == 5 and not room.refused
""",
    "json_normalize": """
import json
import pandas
from pathlib import Path
def work(folder):
    documents = [json.loads(path.read_text("utf-8")) for path in Path(folder).iterdir()]
    assert len(pandas.json_normalize(documents)) == len(documents)
""",
}
# The first folder is small: what a program loads only when it is used is there before the clock starts.
TIME = """
import sys, time
warm, folder = sys.argv[1:]
work(warm)
began = time.perf_counter()
work(folder)
print(1000 * (time.perf_counter() - began))
"""
MEMORY = """
import sys, threading
import psutil
warm, folder = sys.argv[1:]
work(warm)
process = psutil.Process()
before = most = process.memory_info().rss
done = threading.Event()
def watch():
    global most
    while not done.wait(0.005):
        most = max(most, process.memory_info().rss)
watcher = threading.Thread(target=watch)
watcher.start()
work(folder)
done.set()
watcher.join()
print((most - before) / 1e6)
"""


def run(code: str, warm: Path, folder: Path) -> float:
    """Return what a program prints: milliseconds, or megabytes more than before. Raises Unmeasured."""
    done = subprocess.run([sys.executable, "-c", code, warm, folder], capture_output=True, text=True)
    if done.returncode:
        raise Unmeasured(f"A program failed: {done.stderr[-500:]}")
    return float(done.stdout)


def debrief_figures(counts: list[int], rounds: int) -> dict:
    """Measure for each number of files, by turns: the room's result, and loading the files with pandas.

    Returns:
        {"hand_ins" or "plans": {number of files: {program: summary, with bytes_a_file and memory_mb}}}
    """
    found: dict = {"hand_ins": {}, "plans": {}}
    for kind, sizes in found.items():
        with tempfile.TemporaryDirectory(prefix="course-bench-") as work:
            warm = made_up_files(Path(work, "warm"), kind, 10)
            for count in counts:
                folder = made_up_files(Path(work, str(count)), kind, count)
                size = sum(path.stat().st_size for path in folder.iterdir()) / count
                times: dict[str, list[float]] = {name: [] for name in PROGRAMS}
                for _ in range(rounds):
                    for name, code in PROGRAMS.items():
                        times[name].append(run(code + TIME, warm, folder))
                sizes[count] = {
                    name: {
                        **summary(times[name]),
                        "memory_mb": round(run(code + MEMORY, warm, folder), 1),
                        "bytes_a_file": round(size),
                    }
                    for name, code in PROGRAMS.items()
                }
    return found


def made_up_files(folder: Path, kind: str, count: int) -> Path:
    """Return a new folder with so many made-up files."""
    folder.mkdir()
    made_up_room.write(folder, count, seed=count, whole_plans=kind == "plans")
    return folder
