"""What snapshot.mjs has Python do while the book is built."""

import gc
import importlib
import json
import sys
import zipfile
from pathlib import Path

LIBRARY = Path("/library")


def needed(page):
    """Open every exercise; return the names of all modules, without the library's, that this took, as JSON.

    page: what stands for worker.js.
    """
    import boot

    import rolecraft

    boot.wake(page, "[]")
    boot.open_drive("{}")
    zipfile.ZipFile("/packages.zip").close()  # as an exercise's part of the library will be opened
    for name in rolecraft.EXERCISES:
        getattr(rolecraft, name)()
    own = ("__main__", "boot", "rolecraft")
    return json.dumps(sorted(name for name in sys.modules if name.partition(".")[0] not in own))


def get_ready(modules):
    """Import modules and the library, then forget every file: a browser begins with none.

    modules: names, as JSON.
    """
    for name in json.loads(modules):
        importlib.import_module(name)
    for path in sorted(LIBRARY.rglob("*.pyc")):
        name = ".".join(path.relative_to(LIBRARY).with_suffix("").parts)
        importlib.import_module(name.removesuffix(".__init__"))
    sys.modules["boot"].remember_files()
    sys.path[:] = [str(LIBRARY)]
    importlib.invalidate_caches()
    sys.path_importer_cache.clear()
    gc.collect()
