"""The municipality that the tests of it_costs have: the two are always installed together."""

from __future__ import annotations

from tests.modules.it_costs.conftest import lake, post, town

__all__ = ["lake", "post", "town"]
