"""What all tests share: no test ever reads or writes a learner's own plan."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from rolecraft import store

# A busy computer is not a wrong answer.
settings.register_profile("course", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("course")

# Set before any notebook's kernel starts; kernels inherit it.
os.environ["ROLECRAFT_FOLDER"] = tempfile.mkdtemp(prefix="rolecraft-test-")
atexit.register(shutil.rmtree, os.environ["ROLECRAFT_FOLDER"], ignore_errors=True)


@pytest.fixture
def book(tmp_path: Path) -> store.Workbook:
    """Return a workbook on an empty folder; every exercise opened in the test uses it."""
    return store.use(store.FileDrive(tmp_path))
