"""The set-up in a small checkout of its own: a real environment and a real pip, with nothing to download."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "packaging" / "set_up.py"

PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "desa-app"
version = "0"
"""

BACKEND = '''
"""Builds an empty package with the two programs; enough of PEP 660 for pip."""
import zipfile
from pathlib import Path

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name = "desa_app-0-py3-none-any.whl"
    files = {
        "METADATA": "Metadata-Version: 2.1\\nName: desa-app\\nVersion: 0\\n",
        "WHEEL": "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        "entry_points.txt": "[console_scripts]\\ndesa-app = this:main\\ndesa-hq = this:main\\n",
        "RECORD": "",
    }
    with zipfile.ZipFile(Path(wheel_directory) / name, "w") as wheel:
        for file, text in files.items():
            wheel.writestr(f"desa_app-0.dist-info/{file}", text)
    return name
'''


@pytest.fixture(scope="module")
def set_up() -> ModuleType:
    spec = importlib.util.spec_from_file_location("set_up", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "packaging").mkdir()
    (tmp_path / "packaging" / "set_up.py").write_text(SCRIPT.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    (tmp_path / "backend.py").write_text(BACKEND, encoding="utf-8")
    (tmp_path / "requirements.lock").write_text("# nothing\n", encoding="utf-8")
    return tmp_path


def attempt(checkout: Path) -> subprocess.CompletedProcess[str]:
    script = str(checkout / "packaging" / "set_up.py")
    return subprocess.run([sys.executable, script], capture_output=True, text=True)


def ran(checkout: Path) -> str:
    """Run the set-up, which must succeed, and return what it printed."""
    done = attempt(checkout)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_makes_the_environment_once_and_heals_what_was_cut_off(checkout: Path) -> None:
    venv, ready = checkout / ".venv", checkout / ".venv" / "ready"
    assert ".venv is ready" in ran(checkout)
    assert {path.stem for path in venv.glob("*/desa-*")} == {"desa-app", "desa-hq"}

    assert ran(checkout) == ""

    rest = venv / "left by a run that was cut off"
    rest.touch()
    (checkout / "requirements.lock").write_text("# other\n", encoding="utf-8")
    assert ".venv is ready" in ran(checkout)
    assert rest.exists()

    (checkout / "requirements.lock").write_text("./nothing_there-1-py3-none-any.whl\n", encoding="utf-8")
    failed = attempt(checkout)
    assert failed.returncode == 1
    assert "nothing_there" in failed.stderr
    assert not ready.exists()

    (checkout / "requirements.lock").write_text("# other\n", encoding="utf-8")
    assert ".venv is ready" in ran(checkout)
    assert not rest.exists()


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("ERROR: [Errno 28] No space left on device: '/x'", "disk is full"),
        ("E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1", "Another program"),
        ("WARNING: Retrying after connection broken by 'NewConnectionError(...)'", "connect to the Internet"),
        ("ERROR: No matching distribution found (from versions: none)", "connect to the Internet"),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "PIP_CERT"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "requirements.lock"),
        ("[Errno 13] Permission denied: '.venv/ready'", "another user"),
        ("one\nsomething nobody expected\n", "something nobody expected"),
    ],
)
def test_a_failure_is_said_with_what_to_do(set_up: ModuleType, output: str, said: str) -> None:
    assert said in set_up.explained(output)


@pytest.mark.parametrize("version", [(3, 9), (3, 10), (3, 14)])
def test_another_python_is_refused_with_those_that_do(set_up: ModuleType, version: tuple[int, int]) -> None:
    with pytest.raises(set_up.Trouble, match=r"3\.11, 3\.12, 3\.13"):
        set_up.require_python(version)


def test_a_missing_library_is_seen(set_up: ModuleType) -> None:
    assert not set_up.loadable("libnobodyhasthis.so.9")
