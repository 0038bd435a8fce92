"""What each participant's own Jupyter server does on a hub.

.binder/postBuild puts it into etc/jupyter/ of the environment that the servers run in.
"""

import os
import shutil
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

c = get_config()  # noqa: F821

OWN = Path.home() / "exercises"

# Kernels talk over files that only the participant can open. Over TCP, as is usual, every other participant
# on the same machine could listen. The path of such a file may be 107 characters long, so the folder is near.
c.KernelManager.transport = "ipc"
os.environ["JUPYTER_RUNTIME_DIR"] = str(Path.home() / ".run")
# Nothing that a participant writes can be read by others, even where their homes are open.
os.umask(0o077)

# They see the exercises and nothing else.
c.ServerApp.root_dir = str(OWN)
# JupyterLab would look for extensions on another host.
c.LabApp.extension_manager = "readonly"

# The exercises that a participant doesn't have yet. What they have stays as they left it. A disk that is full
# must not cost the settings above: Jupyter takes all of this file, or nothing.
with suppress(OSError):
    OWN.mkdir(exist_ok=True)
    course = Path(find_spec("rolecraft").origin).parents[1]
    for notebook in (course / "exercises").glob("*.ipynb"):
        if not (OWN / notebook.name).exists():
            fresh = OWN / f"{notebook.name}.new"
            shutil.copyfile(notebook, fresh)
            fresh.rename(OWN / notebook.name)
