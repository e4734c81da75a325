import itertools
import textwrap

import pytest

NUMBERS = itertools.count()
HEAD = """
from tao_spec.arithmetic.currency import TaoBalance, tao
from tao_spec.interface.accounts.balances import TransferAllowDeath
from tao_spec.interface.accounts.system import Id, Remark, RemarkWithEvent, SetHeapPages
from tao_spec.vectors.cases import Builder, blocks, case, function_case, genesis_case, nobody, root
"""


@pytest.fixture
def cases_package(tmp_path, monkeypatch):
    """Makes a package of cases from the text of its one module, and gives the package's name."""

    def make(text):
        name = f"cases_{next(NUMBERS)}"
        folder = tmp_path / "packages" / name / "accounts"
        folder.mkdir(parents=True)
        (folder.parent / "__init__.py").write_text("")
        (folder / "__init__.py").write_text("")
        (folder / "sample.py").write_text(HEAD + textwrap.dedent(text))
        monkeypatch.syspath_prepend(tmp_path / "packages")
        return name

    return make
