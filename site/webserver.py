"""Run a real nginx or Apache on this computer, for tests and measurements.

    python site/webserver.py [--install]

Tells what is missing, or installs it from Debian's or Ubuntu's packages. Nobody who reads or hosts the course
needs this.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PACKAGES = (
    *("nginx", "libnginx-mod-http-brotli-filter", "libnginx-mod-http-brotli-static"),
    *("apache2-bin", "wrk"),
)
HOW_TO_MEND = f"On Debian or Ubuntu: apt install {' '.join(PACKAGES)}"
PROGRAMS = ("nginx", "apache2", "wrk")
NGINX_MODULES = ("ngx_http_brotli_filter_module", "ngx_http_brotli_static_module")
APACHE_MODULES = (
    *("mpm_event", "authz_core", "alias", "dir", "mime", "filter", "deflate", "brotli", "headers", "rewrite"),
)
APACHE_FOLDER = Path("/usr/lib/apache2/modules")
PATIENCE = 10  # seconds for a server to start or stop

NGINX = """
{modules}
{user}
daemon off;
worker_processes {workers};
pid {work}/pid;
error_log stderr warn;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    client_body_temp_path {work}/body;
    proxy_temp_path {work}/proxy;
    fastcgi_temp_path {work}/fastcgi;
    uwsgi_temp_path {work}/uwsgi;
    scgi_temp_path {work}/scgi;
    server {{
        listen 127.0.0.1:{port};
        {locations}
    }}
}}
"""
# The last lines stand in Debian's and others' own settings, and are in the way of .br and .gz.
APACHE = """
{modules}
ServerRoot {work}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {work}/pid
ErrorLog /dev/stderr
User nobody
DocumentRoot {work}/empty
{settings}
TypesConfig /dev/null
AddType application/x-gzip .gz
AddLanguage br .br
"""


class NoServer(RuntimeError):
    """A web server or a part of it is not on this computer."""


def find(program: str) -> str:
    """Return the path of a program. Raises NoServer when it is missing; the message says how to mend it."""
    places = f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin{os.pathsep}/usr/local/sbin"
    path = shutil.which(program, path=places)
    if not path:
        raise NoServer(f"{program} is not on this computer. {HOW_TO_MEND}")
    return path


def nginx_modules() -> list[Path]:
    """Return the files of nginx' brotli modules. Raises NoServer when one is missing."""
    about = subprocess.run([find("nginx"), "-V"], capture_output=True, text=True).stderr
    told = re.search(r"--modules-path=(\S+)", about)
    files = [Path(told[1] if told else "/usr/lib/nginx/modules", f"{name}.so") for name in NGINX_MODULES]
    if not all(file.is_file() for file in files):
        raise NoServer(f"nginx has no brotli on this computer. {HOW_TO_MEND}")
    return files


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(command: list[str], port: int) -> Iterator[subprocess.Popen]:
    """Run a server while the block runs, as soon as it answers; give its process.

    Raises RuntimeError when it doesn't answer on its port.
    """
    # A file, not a pipe: a pipe that nobody reads is full one day, and then the server stands still.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
        process = subprocess.Popen(command, stderr=told)
        try:
            until = time.monotonic() + PATIENCE
            while not _answers(port):
                if process.poll() is not None or time.monotonic() > until:
                    told.seek(0)
                    raise RuntimeError(f"{command[0]} did not start: {told.read()}")
                time.sleep(0.02)
            yield process
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def nginx(locations: str, workers: int = 1) -> Iterator[tuple[str, subprocess.Popen]]:
    """Run nginx while the block runs; give its address, without a slash at the end, and its process.

    Args:
        locations: what stands in the server block.
        workers: number of processes that answer.
    """
    port = free_port()
    modules = "\n".join(f"load_module {file};" for file in nginx_modules())
    user = "user root;" if os.geteuid() == 0 else ""  # else the workers could not read a home folder
    with tempfile.TemporaryDirectory() as work:
        settings = Path(work, "nginx.conf")
        settings.write_text(
            NGINX.format(
                modules=modules, user=user, workers=workers, work=work, port=port, locations=locations
            ),
            encoding="utf-8",
        )
        command = [find("nginx"), "-p", work, "-e", "stderr", "-c", str(settings)]
        with running(command, port) as process:
            yield f"http://127.0.0.1:{port}", process


@contextmanager
def apache(site: Path, settings: str) -> Iterator[str]:
    """Run Apache on a copy of a folder while the block runs; give its address, without a slash at the end.

    Args:
        site: the folder, with its .htaccess.
        settings: with SITE where the path of the copy belongs.
    """
    port = free_port()
    with tempfile.TemporaryDirectory() as work:
        # Apache never serves as root, and others can't read every folder.
        Path(work).chmod(0o755)
        shutil.copytree(site, Path(work, "site"))
        Path(work, "empty").mkdir()
        modules = "\n".join(
            f"LoadModule {name}_module {APACHE_FOLDER}/mod_{name}.so" for name in APACHE_MODULES
        )
        file = Path(work, "apache.conf")
        settings = settings.replace("SITE", f"{work}/site")
        file.write_text(
            APACHE.format(modules=modules, work=work, port=port, settings=settings), encoding="utf-8"
        )
        with running([find("apache2"), "-X", "-f", str(file)], port):
            yield f"http://127.0.0.1:{port}"


def missing() -> str:
    """Return what is missing, in words; nothing when everything is there."""
    try:
        nginx_modules()
        for program in PROGRAMS:
            find(program)
    except NoServer as problem:
        return str(problem)
    return ""


def install() -> None:
    """Install what is missing with apt-get. Raises OSError or subprocess.SubprocessError if it can't."""
    root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    for command in (["update"], ["install", "-y", "--no-install-recommends", *PACKAGES]):
        print("Installing web servers for the tests: apt-get", *command, flush=True)
        subprocess.run([*root, "apt-get", "-qq", *command], check=True, timeout=900)


def main() -> None:
    """Install, if asked; say what is still missing. No failure: tests that need it are skipped."""
    if "--install" in sys.argv and missing() and shutil.which("apt-get"):
        try:
            install()
        except (OSError, subprocess.SubprocessError) as problem:
            print(f"That did not work: {problem}", file=sys.stderr)
    print(missing() or "nginx, Apache and wrk are there.")


if __name__ == "__main__":
    main()
