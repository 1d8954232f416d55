"""The examples in the docstrings of the domain are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import desa_app.domain

MODULES = [found.name for found in pkgutil.walk_packages(desa_app.domain.__path__, "desa_app.domain.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    assert sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES) >= 5
