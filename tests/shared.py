"""Where the recorded vectors and protocol facts are; tests that need them skip where they are absent."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
RECORDED = SHARED / "recorded" / "r306"

needs_shared = pytest.mark.skipif(
    not RECORDED.is_dir(), reason=f"the recorded vectors of the real client are not at {SHARED}"
)
