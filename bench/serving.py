"""How many readers one small host serves: nginx with the settings that the build writes, under wrk.

Both run on this computer, over loopback and without TLS, and share its processors, so the true figure of a
host of the same size is higher. What carries over best is nginx' own time on the processor for each load.
"""

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

import webserver
from measure import Unmeasured, fresh_visitor, until_visible
from starting import BOOK, CHAPTER, book_server, place

SECONDS = 5
CONNECTIONS = 16
# wrk asks for one file after the other; every connection goes on where the last one stopped.
LUA = """
local paths = {{{paths}}}
local number = 0
request = function()
  number = number % #paths + 1
  return wrk.format("GET", paths[number], {{["Accept-Encoding"] = "gzip, deflate, br"}})
end
done = function(summary)
  local errors = summary.errors
  io.stderr:write(string.format('{{"requests": %d, "bytes": %d, "us": %d, "errors": %d}}',
    summary.requests, summary.bytes, summary.duration,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""


def asked_for(playwright) -> dict[str, list[Path]]:
    """Return the files that a fresh visitor fetches: for a chapter's page, and then for its exercise."""
    with book_server() as server, fresh_visitor(playwright) as visitor, visitor.visit() as page:
        page.goto(server.url + CHAPTER, wait_until="networkidle")
        before = list(server.given)
        until_visible(page, *place("goal-builder"))
        page.wait_for_load_state("networkidle")
        return {"page": before, "exercise": server.given[len(before) :]}


def load(files: list[Path]) -> dict[str, float]:
    """Ask a fresh nginx for these files, again and again; return what it gave.

    Returns:
        Loads (each of all the files) and MB a second, milliseconds of nginx' processor time for a load, MB of
        memory of its largest process.

    Raises Unmeasured when an answer was an error.
    """
    paths = ", ".join(f'"/{file.relative_to(BOOK).as_posix()}"' for file in files)
    hosts = BOOK / "hosts"
    block = f"location / {{ root {BOOK}; include {hosts}/nginx.conf; include {hosts}/brotli.conf; }}"
    with tempfile.TemporaryDirectory() as work:
        script = Path(work, "load.lua")
        script.write_text(LUA.format(paths=paths))
        with webserver.nginx(block, workers=os.cpu_count() or 1) as (address, process):
            wrk = [webserver.find("wrk"), "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", script, address]
            told = subprocess.run(wrk, capture_output=True, text=True, check=True).stderr
            process.terminate()
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
    found = json.loads(re.search(r"\{.*\}", told)[0])
    if found["errors"] or not found["requests"]:
        raise Unmeasured(f"nginx gave {found['errors']} errors in {found['requests']} answers")
    loads, seconds = found["requests"] / len(files), found["us"] / 1e6
    return {
        "loads_a_second": round(loads / seconds, 1),
        "mb_a_second": round(found["bytes"] / seconds / 1e6, 1),
        "cpu_ms": round((used.ru_utime + used.ru_stime) * 1000 / loads, 2),
        "memory_mb": round(used.ru_maxrss / 1024, 1),
        "bytes": round(found["bytes"] / loads),
        "files": len(files),
    }


def serving_figures(playwright) -> dict:
    """Measure page loads and exercise starts. Raises Unmeasured when nginx, wrk or the book is missing."""
    if lacking := webserver.missing():
        raise Unmeasured(lacking)
    files = asked_for(playwright)
    return {what: load(found) for what, found in files.items()}
