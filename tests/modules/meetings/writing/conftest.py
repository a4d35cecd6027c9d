"""A desk to write at."""

from __future__ import annotations

import pytest

from tests import desk as desks
from tests.desk import Desk


@pytest.fixture
def desk(db: None) -> Desk:
    return desks.build()
