"""A room on a JupyterHub: how soon all work, what it takes, and whether anybody can read another's plan.

The hub is JupyterHub from PyPI with its proxy from npm, on loopback, with the course's own configuration from
workshop/hub/. The participants' environment is the image's recipe, .binder/. All of them arrive within a
minute. Each logs in, starts a server, runs an exercise, types into it and saves; then each tries to read the
next one's plan in every way of participant.py. With accounts (as root), each has a temporary account of the
system, as on a hub for one server; without, what one system user may read of another's can't be tried.
"""

import asyncio
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from statistics import median

import httpx
import npm
import psutil
from measure import ROOT, Unmeasured
from participant import PLAN, Failed, Participant

HERE = Path(__file__).resolve().parent
FOLDER = ROOT / ".bench" / "hub"
VENV = FOLDER / "venv"
RECIPE = ROOT / ".binder"
COURSE_CONFIG = ROOT / "workshop" / "hub" / "jupyterhub_config.py"
WITHIN = 60  # seconds in which all arrive
ACCOUNT = "course-bench-"  # what the participants' names begin with
MB = 1e6
EACH = 300  # MB of memory that must be free for each participant before anything starts


def install() -> None:
    """Make the participants' environment as the image's recipe says. Raises Unmeasured when pip or npm can't.

    BENCH_PYTHON names the Python to make it with.
    """
    requirements, mark = RECIPE / "requirements.txt", FOLDER / ".installed"
    python = os.environ.get("BENCH_PYTHON", sys.executable)
    wanted = python.encode() + requirements.read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    if not mark.exists() or mark.read_bytes() != wanted:
        FOLDER.mkdir(parents=True, exist_ok=True)
        _run(python, "-m", "venv", "--clear", "--without-pip", VENV)
        _run(sys.executable, "-m", "pip", "--python", VENV, "install", "--quiet", "-r", requirements)
        mark.write_bytes(wanted)
    _run("sh", RECIPE / "postBuild", PATH=f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}")
    npm.install()


def _run(*command: str | Path, **environment: str) -> None:
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True
    )
    if done.returncode:
        raise Unmeasured(f"{Path(command[0]).name} failed: {(done.stderr or done.stdout)[-1000:]}")


@contextmanager
def accounts(names: list[str], homes: Path) -> Iterator[None]:
    """Give each participant an account of the system, with a home, for the block.

    Raises Unmeasured when an account may not run the participants' environment.
    """
    made = []
    try:
        for name in names:
            _run("useradd", "--create-home", "--base-dir", homes, "--shell", "/bin/false", name)
            made.append(name)
            (homes / name).chmod(0o750)  # as on a TLJH server
        try:
            subprocess.run([VENV / "bin" / "python", "-c", ""], user=names[0], check=True)
        except OSError as problem:
            words = "Other accounts may not run it. Name a Python that they may run with BENCH_PYTHON"
            raise Unmeasured(f"{VENV}: {words}") from problem
        yield
    finally:
        for name in made:
            subprocess.run(["userdel", name], capture_output=True)


@contextmanager
def hub(names: list[str], work: Path, with_accounts: bool) -> Iterator[tuple[str, str, psutil.Process]]:
    """Run the hub for the block; give its address, the participants' password, and its process.

    work: a folder that the participants may enter, with an empty folder homes in it.
    """
    port, hub_port, proxy_port = _free_ports(3)
    address, password = f"http://127.0.0.1:{port}", secrets.token_hex(8)
    unusual = [] if with_accounts or os.geteuid() else ["--allow-root"]
    settings = {
        "course_config": str(COURSE_CONFIG),
        "address": address,
        "hub_port": hub_port,
        "proxy_port": proxy_port,
        "proxy_command": [str(npm.NODE), str(npm.program("configurable-http-proxy"))],
        "password": password,
        "names": names,
        "accounts": with_accounts,
        "homes": str(work / "homes"),
        "server_command": [str(VENV / "bin" / "jupyterhub-singleuser"), *unusual],
    }
    environment = {**os.environ, "COURSE_BENCH_HUB": json.dumps(settings)}
    command = [VENV / "bin" / "jupyterhub", "-f", HERE / "hub_config.py"]
    private = work / "hub"
    private.mkdir(mode=0o700)
    with (private / "log").open("w") as log:
        process = subprocess.Popen(command, cwd=private, env=environment, stdout=log, stderr=log)
    try:
        until = time.monotonic() + 60
        while not _answers(f"{address}/hub/health"):
            if process.poll() is not None or time.monotonic() > until:
                raise Unmeasured(f"The hub didn't start: {(private / 'log').read_text()[-1000:]}")
            time.sleep(0.2)
        yield address, password, psutil.Process(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)  # it ends its servers and its proxy, too
        process.wait(60)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _answers(address: str) -> bool:
    try:
        return httpx.get(address).status_code == 200
    except httpx.HTTPError:
        return False


async def workshop(room: list[Participant]) -> list[str]:
    """Let all arrive within a minute and do what a workshop asks; return what failed."""

    async def takes_part(number: int, one: Participant) -> str:
        await asyncio.sleep(number * WITHIN / len(room))
        try:
            await one.arrive()
            document = await one.work()
            await one.type()
            await one.save(document)
        except (Failed, httpx.HTTPError) as problem:
            return f"{one.name}: {type(problem).__name__} {problem}"
        return ""

    done = await asyncio.gather(*(takes_part(number, one) for number, one in enumerate(room)))
    return [problem for problem in done if problem]


def processes(room: list[Participant]) -> dict[str, list[psutil.Process]]:
    """Return each participant's server and kernels, by name, the server first."""
    names, found = {one.name for one in room}, defaultdict(list)
    for process in psutil.process_iter():
        try:
            name = process.environ().get("JUPYTERHUB_USER")
        except psutil.Error:
            continue
        if name in names:
            found[name].append(process)
    return {name: sorted(all_of, key=lambda one: one.create_time()) for name, all_of in found.items()}


def memory(all_of: list[psutil.Process]) -> float:
    """Return the MB that would be free again if these processes ended (unique set size)."""
    return sum(process.memory_full_info().uss for process in all_of) / MB


def processor(all_of: list[psutil.Process]) -> float:
    """Return the seconds on a processor that these processes have used."""
    return sum(sum(process.cpu_times()[:2]) for process in all_of)


def note_places(room: list[Participant], homes: Path, with_accounts: bool) -> None:
    """Note for each participant where the plan, the server and the kernel's key are, for others to try."""
    running = processes(room)
    for one in room:
        server = running[one.name][0]
        runtime = homes / one.name / ".run"
        key = json.loads((runtime / f"kernel-{one.kernel}.json").read_text())["key"]
        ports = [c.laddr.port for c in server.net_connections("tcp") if c.status == psutil.CONN_LISTEN]
        one.places = {
            "pid": server.pid,
            "port": ports[0],
            "uid": server.uids().real if with_accounts else None,
            "homes": str(homes),
            "runtime": str(runtime),
            "plan": str(homes / one.name / "exercises" / PLAN),
        }
        one.secrets = [one.words, server.environ()["JUPYTERHUB_API_TOKEN"], key]


async def curiosity(room: list[Participant]) -> dict:
    """Let each try to read the next one's plan.

    Returns the kinds of tries, how many there were, and those that saw something of another's.
    Raises Unmeasured when a try would not even find one's own.
    """
    first = room[0]
    own = await first.attempts(first)
    if blind := [what for what, seen in own.items() if not first.betrayed_by(seen)]:
        raise Unmeasured(f"These tries find nothing at all: {', '.join(blind)}")
    kinds, tried, leaks = set(own), 0, []
    for one, other in zip(room, [*room[1:], first], strict=True):
        seen = await one.attempts(other)
        kinds, tried = kinds | set(seen), tried + len(seen)
        leaks += [f"{one.name}: {what}" for what, words in seen.items() if other.betrayed_by(words)]
    return {"kinds": sorted(kinds), "tried": tried, "leaks": leaks}


async def all_exercises(one: Participant) -> dict:
    """Let one participant open every exercise and close none; return how many, and the MB that it takes."""
    notebooks = sorted(path.name for path in (ROOT / "exercises").glob("*.ipynb"))
    for notebook in notebooks:
        await one.work(notebook)
    return {"exercises": len(notebooks), "mb": round(memory(processes([one])[one.name]))}


def spread(values: list[float], digits: int | None = 1) -> dict[str, float]:
    """Return median and largest, rounded."""
    return {"median": round(median(values), digits), "worst": round(max(values), digits)}


async def _figures(
    room: list[Participant], process: psutil.Process, homes: Path, with_accounts: bool
) -> dict:
    found = {"participants": len(room), "accounts": with_accounts, "load_before": os.getloadavg()[0]}
    began = time.perf_counter()
    try:
        found["failures"] = await workshop(room)
        if found["failures"]:
            return found
        hub_itself = [process, *(p for p in process.children() if "JUPYTERHUB_USER" not in p.environ())]
        running = processes(room)
        found |= {
            "load_after": os.getloadavg()[0],
            "seconds": round(time.perf_counter() - began, 1),
            "steps": {step: spread([one.seconds[step] for one in room]) for step in room[0].seconds},
            "memory_mb": spread([memory(all_of) for all_of in running.values()], None),
            "cpu_seconds": spread([processor(all_of) for all_of in running.values()]),
            "hub_memory_mb": round(memory(hub_itself)),
            "hub_cpu_seconds": round(processor(hub_itself), 1),
        }
        note_places(room, homes, with_accounts)
        found["curiosity"] = await curiosity(room)
        found["all_open"] = await all_exercises(room[0])
        return found
    finally:
        await asyncio.gather(*(one.leave() for one in room))


def hub_figures(count: int, with_accounts: bool) -> dict:
    """Run a workshop with this many participants.

    Args:
        count: of participants, 2 or more.
        with_accounts: give each an account of the system; needs root.

    Returns:
        How long each step took (seconds, median and worst), the memory of a participant's server and kernel,
        of one with all exercises open, and of the hub (MB), seconds on a processor, failures, and what
        participants saw of each other's plans.

    Raises Unmeasured when it can't be run here.
    """
    if sys.platform != "linux":
        raise Unmeasured("The workshop on a hub is measured on Linux only")
    if with_accounts and os.geteuid():
        raise Unmeasured("Only root can make accounts. Leave out --accounts")
    if psutil.virtual_memory().available / MB < count * EACH:
        raise Unmeasured(f"{count} participants need {count * EACH / 1000:.0f} GB of free memory")
    install()
    names = [f"{ACCOUNT}{number:02}" for number in range(1, count + 1)]
    with tempfile.TemporaryDirectory(prefix="course-hub-") as name:
        work = Path(name)
        homes = work / "homes"
        homes.mkdir()
        for folder in (work, homes):
            folder.chmod(0o755)
        with (
            accounts(names, homes) if with_accounts else nullcontext(),
            hub(names, work, with_accounts) as (address, password, process),
        ):
            room = [Participant(one, password, address) for one in names]
            return asyncio.run(_figures(room, process, homes, with_accounts))
