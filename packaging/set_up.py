r"""Make ``.venv`` in this checkout ready: the locked packages with ``desa-app`` and ``desa-hq``.

``make setup`` runs it; where there is no make, run it directly (``py -3.11 packaging\set_up.py``). It needs
nothing but Python's standard library. ``.venv/ready`` is written last and names what the environment was
made from, so a second run does nothing, and a run that was cut off begins afresh the next time.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
READY = VENV / "ready"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHONS = ((3, 11), (3, 12), (3, 13))

QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
}
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
APT_INSTALL = ("apt-get", "install", "--yes", "--no-install-recommends")

REASONS = (
    (
        ("No space left on device", "Disk quota exceeded"),
        "The disk is full: free about 1 GB (here and in the temporary folder), then run this again.",
    ),
    (
        ("Could not get lock", "Unable to acquire the dpkg", "Unable to lock"),
        "Another program is installing Debian packages: wait until it has finished, then run this again.",
    ),
    (
        ("CERTIFICATE_VERIFY_FAILED", "SSLError"),
        "The package index's certificate is not trusted here: set PIP_CERT to your organisation's CA file, "
        "then run this again.",
    ),
    (
        (
            "NewConnectionError",
            "ConnectTimeout",
            "ReadTimeout",
            "ProxyError",
            "Connection to ",
            "Failed to resolve",
            "Temporary failure resolving",
            "Network is unreachable",
            "Failed to fetch",
            "from versions: none",
        ),
        "The packages can't be reached: connect to the Internet (or set your proxy), then run this again.",
    ),
    (
        ("DO NOT MATCH THE HASHES",),
        "A downloaded package differs from requirements.lock: nothing of it was installed. Check the package "
        "index in use (pip config list), then run this again.",
    ),
    (
        ("Permission denied", "Operation not permitted"),
        "This user may not write here: remove .venv if another user made it, then run this again.",
    ),
)


class Trouble(Exception):
    """Why the set-up stopped, with what to do about it, as sentences for the person at the keyboard."""


def main() -> int:
    """Set up and return the exit code: 0 only when ``.venv`` is ready."""
    try:
        set_up()
    except (Trouble, OSError) as trouble:
        reason = trouble if isinstance(trouble, Trouble) else explained(str(trouble))
        print(f"setup: {reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nsetup: stopped; the next run begins afresh.", file=sys.stderr)
        return 130
    return 0


def set_up() -> None:
    """Bring this machine and ``.venv`` to what the checkout asks for; do nothing where they are there already."""
    require_python(sys.version_info[:2])
    recipe, made_from = (python_line(), packages_line()), recorded()
    is_ready = made_from == recipe and has_programs()
    provide(missing_libraries() + ([] if is_ready else missing_venv()))
    if is_ready:
        return
    start = time.monotonic()
    READY.unlink(missing_ok=True)
    if made_from[:1] != recipe[:1]:
        make_environment()
    install_packages()
    READY.write_text("\n".join(recipe), encoding="utf-8")
    print(f"setup: .venv is ready ({time.monotonic() - start:.0f} s)")


def require_python(version: tuple[int, ...]) -> None:
    """Raise Trouble for a Python the locked packages were not made for."""
    if version not in PYTHONS:
        raise Trouble(
            f"Python {dotted(version)} is here, but desa_app needs one of {', '.join(map(dotted, PYTHONS))}: "
            "install one, then name it, as in: make PYTHON=python3.11 setup"
        )


def dotted(version: tuple[int, ...]) -> str:
    """A version as people write it: ``3.11``."""
    return ".".join(map(str, version))


def missing_libraries() -> list[str]:
    """Debian packages whose shared library can't be loaded; those of a real window only where one may open."""
    if not sys.platform.startswith("linux"):
        return []
    wanted = dict(QT_LIBRARIES)
    if can_install() or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        wanted.update(WINDOW_LIBRARIES)
    return [package for library, package in wanted.items() if not loadable(library)]


def missing_venv() -> list[str]:
    """Debian's package that lets the system's Python put pip into an environment, where it is not there."""
    if sys.base_prefix != "/usr" or importlib.util.find_spec("ensurepip"):
        return []
    return [f"python{dotted(sys.version_info[:2])}-venv"]


def loadable(library: str) -> bool:
    """Whether the system's loader finds this shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def can_install() -> bool:
    """Whether this is root on a Debian-like system."""
    return bool(shutil.which("apt-get")) and os.geteuid() == 0


def provide(packages: list[str]) -> None:
    """Install Debian packages as root; otherwise say the one line that does.

    Raises Trouble where the packages are needed and this user can't install them. Systems without apt-get
    get a hint only, since their packages have other names.
    """
    if not packages:
        return
    if can_install():
        apt_install(packages)
    elif shutil.which("apt-get"):
        raise Trouble(
            "Debian packages are missing; run this line, then the same command again:\n"
            f"  sudo apt-get update && sudo {' '.join(APT_INSTALL)} {' '.join(packages)}"
        )
    else:
        print(f"setup: Qt may need libraries that Debian calls {' '.join(packages)}", file=sys.stderr)


def apt_install(packages: list[str]) -> None:
    """Install Debian packages, after mending an installation that was cut off and waiting for one under way."""
    print(f"setup: installing Debian packages {' '.join(packages)}", flush=True)
    system_path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    environment = {
        **os.environ,
        "DEBIAN_FRONTEND": "noninteractive",
        "LC_ALL": "C",
        "PATH": os.pathsep.join(filter(None, [os.environ.get("PATH"), system_path])),
    }
    steps = [
        finished(*step, environment=environment)
        for step in (
            ("dpkg", "--configure", "--pending"),
            ("apt-get", "update"),
            (*APT_INSTALL, "-o", "DPkg::Lock::Timeout=60", *packages),
        )
    ]
    if steps[-1].returncode:
        raise Trouble(explained("".join(step.stdout for step in steps)))


def has_programs() -> bool:
    """Whether the programs that a finished environment has are still in it."""
    suffix = ".exe" if os.name == "nt" else ""
    return all((PROGRAMS / (name + suffix)).exists() for name in ("python", "desa-app", "desa-hq"))


def make_environment() -> None:
    """Begin an empty ``.venv`` with pip in it."""
    base_python = getattr(sys, "_base_executable", sys.executable)
    run(base_python, "-I", "-m", "venv", "--clear", str(VENV))


def install_packages() -> None:
    """Install exactly the packages of ``requirements.lock``, then this checkout itself, editable."""
    print("setup: installing the locked packages into .venv (the first time about 150 MB)", flush=True)
    pip = (str(PROGRAMS / "python"), "-I", "-m", "pip", "install", "--quiet", "--no-input")
    run(*pip, "--require-hashes", "--requirement", str(ROOT / "requirements.lock"))
    run(*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT))


def run(*command: str) -> None:
    """Run a command quietly; raises Trouble with the reason when it fails."""
    done = finished(*command)
    if done.returncode:
        raise Trouble(explained(done.stdout))


def finished(*command: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """The finished command with all that it printed."""
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env=environment,
    )


def explained(output: str) -> str:
    """The sentence for the first reason that the output shows, else the end of the output itself."""
    for marks, sentence in REASONS:
        if any(mark in output for mark in marks):
            return sentence
    return "\n".join(["It did not work out:", *output.strip().splitlines()[-15:]])


def python_line() -> str:
    """The interpreter and the place an environment belongs to; in another place its programs don't start."""
    return f"{sys.version.split()[0]} {sys.base_prefix} {VENV}"


def packages_line() -> str:
    """A digest of the files that say what is installed."""
    digest = hashlib.sha256()
    for name in ("requirements.lock", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def recorded() -> tuple[str, ...]:
    """What a finished ``.venv`` was made from; empty where there is none or it was cut off."""
    return tuple(READY.read_text(encoding="utf-8").splitlines()) if READY.is_file() else ()


if __name__ == "__main__":
    sys.exit(main())
