"""A participant of a workshop on a hub, as the hub and its servers see one: the requests of a browser.

It logs in, starts a server, opens an exercise's notebook, runs its cells, types into the exercise's widgets,
and saves. It also tries to read another participant's plan, in every way that we know of.
"""

import asyncio
import json
import re
import time
import uuid
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

import httpx
import nbformat
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from rolecraft.text import say

PATIENCE = 300  # seconds for any one step
FIRST = "goal-builder.ipynb"
FIELD = say("goal_builder.label_business_goal")  # that the participant types the plan's words into
PLAN = "my-plan.json"
LISTENING = 2  # seconds that an eavesdropper listens

# What runs in a participant's own kernel to get at a plan; {…} are filled in with whose.
ATTEMPTS = {
    "open the file": "Path({plan!r}).read_text()",
    "search the other homes": "[path.read_text() for path in Path({homes!r}).glob('*/*/my-plan.json')]",
    "go through the server's process": "Path('/proc/{pid}/cwd/exercises/my-plan.json').read_text()",
    "take the server's token": "Path('/proc/{pid}/environ').read_text()",
    "take the kernel's key": "[path.read_text() for path in Path({runtime!r}).glob('kernel-*.json')]",
}
ATTEMPT = """
from pathlib import Path
try:
    print({code})
except OSError as error:
    print(type(error).__name__)
"""
# Whoever subscribes to a kernel's channel of answers hears them, without a key.
EAVESDROP = """
import threading, time, zmq
from pathlib import Path

def listen(uid, runtime):
    ports = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    places = [f"tcp://127.0.0.1:{{int(port[1].split(':')[1], 16)}}" for port in ports
              if port[3] == "0A" and int(port[7]) == uid]
    try:
        places += [f"ipc://{{path}}" for path in Path(runtime).glob("*-ipc-*")]
    except OSError:
        pass
    with zmq.Context() as context, context.socket(zmq.SUB) as socket:
        socket.subscribe("")
        for place in places:
            socket.connect(place)
        end = time.monotonic() + {seconds}
        while time.monotonic() < end:
            if socket.poll(100):
                heard.append(b"".join(socket.recv_multipart()).decode("utf-8", "replace"))

heard = []
ear = threading.Thread(target=listen, args=({uid}, {runtime!r}))
ear.start()
"""


class Failed(RuntimeError):
    """A step did not work; the message says which and why."""


class Participant:
    """One participant.

    name: on the hub. address: of the hub, http://127.0.0.1:PORT. seconds: how long each step took.
    words: what the participant types; nobody else's plan holds them.
    places, secrets: where their plan is and what would betray it (hub.py), for those who try.
    """

    def __init__(self, name: str, password: str, address: str) -> None:
        self.name = name
        self.words = f"Nobody else reads {uuid.uuid4().hex}"
        self.seconds: dict[str, float] = {}
        self.kernel = ""
        self.places: dict = {}
        self.secrets: list[str] = []
        self._password = password
        self._address = address
        self._web = httpx.AsyncClient(base_url=address, timeout=PATIENCE, follow_redirects=True)
        self._socket = None
        self._session = uuid.uuid4().hex
        self._widgets: dict[str, dict] = {}
        self._heard: asyncio.Queue = asyncio.Queue()

    # A workshop's steps

    async def arrive(self) -> None:
        """Log in with the link that an instructor hands out, wait for the server, and open the notebook."""
        began = time.perf_counter()
        page = f"/user/{self.name}/lab/tree/{FIRST}"
        login = f"/hub/login?next={quote(f'/hub/user-redirect/lab/tree/{FIRST}')}"
        await self._get(login)
        form = {"username": self.name, "password": self._password, "_xsrf": self._xsrf("/hub/")}
        await self._check("log in", await self._web.post(login, data=form))
        self.seconds["log in"] = time.perf_counter() - began
        progress = f"/hub/api/users/{self.name}/server/progress?_xsrf={quote(self._xsrf('/hub/'))}"
        async with self._web.stream("GET", progress, headers={"Accept": "text/event-stream"}) as events:
            async for line in events.aiter_lines():
                event = json.loads(line.removeprefix("data: ")) if line.startswith("data: ") else {}
                if event.get("failed"):
                    raise Failed(f"start the server: {event['message']}")
                if event.get("ready"):
                    break
        answer = await self._get(page)
        if f'"baseUrl": "/user/{self.name}/"' not in answer.text:
            raise Failed(f"open the page: {answer.url} is not JupyterLab")
        self.seconds["server ready"] = time.perf_counter() - began

    async def work(self, notebook: str = FIRST) -> dict:
        """Open a notebook, start its kernel and run every cell; return it with its outputs."""
        began = time.perf_counter()
        answer = await self._get(self._own(f"api/contents/{notebook}"))
        document = nbformat.from_dict(answer.json()["content"])
        wanted = {
            "path": notebook,
            "name": notebook,
            "type": "notebook",
            "kernel": {"name": document.metadata.kernelspec.name},
        }
        session = await self._send("POST", "api/sessions", wanted)
        self.kernel = session.json()["kernel"]["id"]
        await self._connect()
        for cell in document.cells:
            if cell.cell_type == "code":
                cell.outputs = await self.run(cell.source)
        self.seconds[f"{notebook} has run"] = time.perf_counter() - began
        return document

    async def type(self) -> None:
        """Type the words into the exercise and wait until it says that they are saved."""
        began = time.perf_counter()
        field = next(
            (comm for comm, state in self._widgets.items() if state.get("description") == FIELD), None
        )
        if field is None:
            raise Failed(f"type: the exercise has no field “{FIELD}”")
        for state in self._widgets.values():  # only what it says from now on counts
            if "HTML" in state.get("_model_name", ""):
                state["value"] = ""
        data = {"method": "update", "state": {"value": self.words}, "buffer_paths": []}
        await self._say("comm_msg", {"comm_id": field, "data": data})
        saved = say("frame.status_saved_on_server")
        while not any(saved in str(state.get("value")) for state in self._widgets.values()):
            await self._hear()
        self.seconds["typed, answered and saved"] = time.perf_counter() - began

    async def save(self, document: dict, notebook: str = FIRST) -> None:
        """Save the notebook as JupyterLab does; look whether it and the plan hold what they should."""
        began = time.perf_counter()
        content = {"type": "notebook", "format": "json", "content": document}
        await self._send("PUT", f"api/contents/{notebook}", content)
        self.seconds["notebook saved"] = time.perf_counter() - began
        kept = await self._get(self._own(f"api/contents/{notebook}"))
        if not any(cell.get("outputs") for cell in kept.json()["content"]["cells"]):
            raise Failed("save: the notebook that was kept has no outputs")
        if self.words not in await self.contents(self):
            raise Failed("save: the plan doesn't hold what was typed")

    async def run(self, source: str) -> list:
        """Run code in the kernel; return its outputs. Raises Failed when it raises."""
        sent = await self._say("execute_request", {"code": source, "silent": False, "store_history": True})
        outputs, done = [], set()
        while done != {"execute_reply", "idle"}:
            message = await self._hear()
            kind = message["header"]["msg_type"]
            if message["parent_header"].get("msg_id") != sent:
                continue
            if kind == "error":
                raise Failed(f"run a cell: {message['content']['ename']}: {message['content']['evalue']}")
            if kind in ("execute_result", "display_data", "stream"):
                outputs.append(nbformat.v4.output_from_msg(message))
            if kind == "execute_reply":
                done.add(kind)
            if kind == "status" and message["content"]["execution_state"] == "idle":
                done.add("idle")
        return outputs

    async def leave(self) -> None:
        """Close the connections."""
        if self._socket:
            self._socket.close()
        await self._web.aclose()

    # What a curious participant tries. Each returns all that it saw.

    def betrayed_by(self, seen: str) -> bool:
        """Tell whether something that somebody saw holds this participant's words, token or key."""
        return any(secret in seen for secret in self.secrets)

    async def contents(self, other: "Participant") -> str:
        """Ask another's server for the plan, logged in as oneself."""
        answer = await self._web.get(f"/user/{other.name}/api/contents/{PLAN}?content=1")
        return _plan_in(answer)

    async def with_token(self, other: "Participant") -> str:
        """Ask with a token of one's own."""
        path = f"/hub/api/users/{self.name}/tokens"
        made = await self._web.post(path, json={}, headers={"X-XSRFToken": self._xsrf("/hub/")})
        await self._check("make a token", made)
        headers = {"Authorization": f"token {made.json()['token']}"}
        async with httpx.AsyncClient(base_url=self._address, timeout=PATIENCE, headers=headers) as web:
            return _plan_in(await web.get(f"/user/{other.name}/api/contents/{PLAN}?content=1"))

    async def past_the_hub(self, other: "Participant") -> str:
        """Ask another's server on its own port, with one's own cookies."""
        cookie = f"jupyterhub-user-{self.name}={self._cookie(f'jupyterhub-user-{self.name}')}"
        headers = {"Cookie": cookie + "; " + cookie.replace(self.name, other.name)}
        async with httpx.AsyncClient(timeout=PATIENCE, headers=headers) as web:
            path = f"/user/{other.name}/api/contents/{PLAN}?content=1"
            return _plan_in(await web.get(f"http://127.0.0.1:{other.places['port']}{path}"))

    async def up_the_folders(self, other: "Participant") -> str:
        """Ask one's own server for a path that leads out of one's folder."""
        path = quote(f"../../{other.name}/exercises/{PLAN}", safe="")
        return _plan_in(await self._web.get(self._own(f"api/contents/{path}?content=1")))

    async def their_kernel(self, other: "Participant") -> str:
        """Connect to another's kernel and have it read the plan."""
        guest = Participant(self.name, self._password, self._address)
        guest._web.cookies = self._web.cookies
        guest.kernel = other.kernel
        try:
            await guest._connect(other.name)
            return str(await guest.run(f"print(open({PLAN!r}).read())"))
        except HTTPClientError as refused:
            return str(refused)
        finally:
            await guest.leave()

    async def from_kernel(self, code: str, other: "Participant") -> str:
        """Try something in one's own kernel."""
        filled = code.format(**other.places)
        return str(await self.run(ATTEMPT.format(code=filled)))

    async def eavesdrop(self, other: "Participant") -> str:
        """Listen to another's kernel while they type."""
        whose = {name: other.places[name] for name in ("uid", "runtime")}
        await self.run(EAVESDROP.format(seconds=LISTENING, **whose))
        await asyncio.sleep(LISTENING / 2)
        await other.run(f"print({other.words!r})")
        return str(await self.run("ear.join(); print(heard)"))

    async def attempts(self, other: "Participant") -> dict[str, str]:
        """Return what each attempt saw. Those in the kernel need participants with accounts of their own."""
        seen = {
            "ask their server": await self.contents(other),
            "ask their server with a token": await self.with_token(other),
            "ask their server past the hub": await self.past_the_hub(other),
            "connect to their kernel": await self.their_kernel(other),
        }
        if self is not other:
            seen["go up the folders"] = await self.up_the_folders(other)
        if other.places.get("uid") is not None:
            for what, code in ATTEMPTS.items():
                seen[what] = await self.from_kernel(code, other)
            seen["listen to their kernel"] = await self.eavesdrop(other)
        return seen

    # How it talks

    def _own(self, path: str) -> str:
        return f"/user/{self.name}/{path}"

    def _xsrf(self, path: str) -> str:
        return self._cookie("_xsrf", path)

    def _cookie(self, name: str, path: str | None = None) -> str:
        for cookie in self._web.cookies.jar:
            if cookie.name == name and path in (None, cookie.path):
                return cookie.value
        raise Failed(f"there is no cookie {name} for {path}")

    async def _get(self, path: str) -> httpx.Response:
        answer = await self._web.get(path)
        await self._check(f"get {path}", answer)
        return answer

    async def _send(self, method: str, path: str, content: dict) -> httpx.Response:
        headers = {"X-XSRFToken": self._xsrf(f"/user/{self.name}/")}
        answer = await self._web.request(method, self._own(path), json=content, headers=headers)
        await self._check(f"{method} {path}", answer)
        return answer

    async def _check(self, step: str, answer: httpx.Response) -> None:
        if answer.status_code >= 400 and answer.status_code != 424:  # 424: the server doesn't run yet
            raise Failed(f"{step}: {answer.status_code} {_words(answer.text)}")

    async def _connect(self, name: str = "") -> None:
        path = f"/user/{name or self.name}/api/kernels/{self.kernel}/channels?session_id={self._session}"
        request = self._web.build_request("GET", path)  # the cookies that belong to this path
        headers = {"Cookie": request.headers.get("cookie", ""), "Origin": self._address}
        address = f"ws://{urlsplit(self._address).netloc}{path}"
        if self._socket:
            self._socket.close()
        self._widgets, self._heard = {}, asyncio.Queue()
        wanted = HTTPRequest(address, headers=headers, request_timeout=PATIENCE)
        # Whoever doesn't read on doesn't answer the server's pings, and is cut off after a minute and a half.
        self._socket = await websocket_connect(wanted, on_message_callback=self._heard.put_nowait)

    async def _say(self, kind: str, content: dict) -> str:
        header = {
            "msg_id": uuid.uuid4().hex,
            "msg_type": kind,
            "username": self.name,
            "session": self._session,
            "date": datetime.now(UTC).isoformat(),
            "version": "5.3",
        }
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "buffers": []}
        await self._socket.write_message(json.dumps({**message, "channel": "shell"}))
        return header["msg_id"]

    async def _hear(self) -> dict:
        try:
            text = await asyncio.wait_for(self._heard.get(), PATIENCE)
        except TimeoutError as error:
            raise Failed(f"the kernel said nothing for {PATIENCE} s") from error
        if text is None:
            raise Failed("the connection to the kernel was closed")
        message = json.loads(text)
        content = message["content"]
        if message["header"]["msg_type"] == "comm_open":
            self._widgets[content["comm_id"]] = dict(content["data"].get("state", {}))
        elif message["header"]["msg_type"] == "comm_msg":
            self._widgets.setdefault(content["comm_id"], {}).update(content["data"].get("state", {}))
        return message


def _plan_in(answer: httpx.Response) -> str:
    """Return all of an answer: the plan, if it is in there, with its text as it was typed."""
    found = answer.json() if answer.headers.get("content-type", "").startswith("application/json") else {}
    return f"{answer.status_code} {found.get('content') or _words(answer.text)}"


def _words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<(style|script).*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL))[:300]
