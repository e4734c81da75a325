import subprocess
import sys

import pytest

from tao_spec.engine.namespaces import Namespace, UnknownLibrary, get_namespace, make_flags, make_integers


def test_an_unknown_library_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(UnknownLibrary, match=r"^abacus is no array library of the engine; these are: numpy, torch"):
        get_namespace("abacus")


def test_a_library_that_is_not_installed_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "array_api_compat.torch", None)
    with pytest.raises(UnknownLibrary, match="torch is not installed"):
        get_namespace("torch")


def test_integers_have_64_bits_and_flags_are_flags(xp: Namespace) -> None:
    assert make_integers(xp, [[-(2**63), 2**63 - 1]]).dtype == xp.int64
    assert make_flags(xp, [[True, False]]).dtype == xp.bool


def test_the_specification_does_without_the_engine_unless_it_is_asked_for_it() -> None:
    code = "import tao_spec.cli, tao_spec.clients.serve, sys; print('tao_spec.engine' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"
