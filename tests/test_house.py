"""The house keeps its own promises: the lock, the commands in the documents, docstrings and licences."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OUR_FOLDERS = {"coverage", "i18n", "imports", "reference", "risk", "sample", "style", "translations"}
ROOMS = ("desa_app", "benchmarks", "packaging", "screenshots", "simulation")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def lock() -> str:
    return (ROOT / "requirements.lock").read_text(encoding="utf-8")


def canonical(name: str) -> str:
    """A distribution's name as the lock writes it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_lock_holds_no_addresses() -> None:
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host| @ ", lock())


def test_every_locked_package_is_pinned_and_has_a_hash() -> None:
    entries = re.split(r"\n(?=\S)", lock().strip())
    assert [entry for entry in entries if not re.match(r"[a-z0-9-]+==\S+ [^\n]*\\\n +--hash=sha256:", entry)] == []


def test_lock_holds_every_package_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    asked = [*project["dependencies"], *(each for extra in extras for each in extra)]
    names = {canonical(re.split(r"[^A-Za-z0-9._-]", each)[0]) for each in asked}
    assert names <= set(re.findall(r"^([a-z0-9-]+)==", lock(), re.MULTILINE))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_in_the_documents_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = document.read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))
    assert set(re.findall(r"(?:^|[`\s])make ([a-z]+)\b", code)) <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_the_documents_point_to_exists(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8"))
    files = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [file for file in files if not (document.parent / file).exists()] == []


def test_the_two_commands_come_first_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert 0 < readme.index("make run") < readme.index("make test")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree) or (module.name == "__init__.py" and not tree.body)


def test_notice_names_every_folder_of_other_peoples_data() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    folders = {path.name for path in (ROOT / "resources").iterdir() if path.is_dir()}
    assert {folder for folder in folders - OUR_FOLDERS if f"resources/{folder}" not in notice} == set()


def test_every_licence_text_of_data_is_named_in_the_notice() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert [path.name for path in (ROOT / "resources").rglob("LICENSE*") if path.name not in notice] == []
