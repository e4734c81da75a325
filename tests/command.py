"""The command `tao-spec`, as a user runs it: in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
VECTORS = ROOT / "conformance" / "vectors"
BURNS = (ROOT / "conformance" / "accounts" / "burn.py").read_text(encoding="utf-8").count("\n@case(")
"""So many cases `accounts/burn` has: few enough to fill and run in a moment."""
SERVE = f"{sys.executable} -m tao_spec.cli serve"


def tao_spec(*args: Any, cwd: Path = ROOT, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run the command and wait for it."""
    command = [sys.executable, "-m", "tao_spec.cli", *map(str, args)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"} | options.pop("env", {})
    return subprocess.run(
        command, capture_output=True, text=True, timeout=300, check=False, cwd=cwd, env=environment, **options
    )


def refusal(told: subprocess.CompletedProcess[str]) -> str:
    """The one sentence with which the command refused what it was given."""
    assert told.returncode == 2, told
    assert told.stderr.startswith("tao-spec: ") and told.stderr.endswith("\n") and told.stderr.count("\n") == 1, (
        told.stderr
    )
    assert "Traceback" not in told.stderr
    return told.stderr[len("tao-spec: ") : -1]
