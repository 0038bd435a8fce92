"""Tell whether what something was built from has changed."""

import hashlib
import sysconfig
from pathlib import Path


def fingerprint(folder: Path) -> str:
    """Return a hash of the names and contents of all files in a folder."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def packages() -> str:
    """Return a hash of the names and versions of all installed packages."""
    names = sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    return hashlib.sha256("\n".join(names).encode()).hexdigest()
