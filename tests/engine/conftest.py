"""The array libraries under test: numpy, the standard and nothing beyond it, and torch where it is installed."""

from __future__ import annotations

import pytest

from tao_spec.engine.namespaces import LIBRARIES, Namespace, UnknownLibrary, get_namespace


@pytest.fixture(params=LIBRARIES, scope="module")
def xp(request: pytest.FixtureRequest) -> Namespace:
    try:
        return get_namespace(request.param)
    except UnknownLibrary as error:
        pytest.skip(str(error))
