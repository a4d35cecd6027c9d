"""The same municipality and people as technology's costs are tested in."""

from tests.modules.it_costs.conftest import lake, post, town

__all__ = ["lake", "post", "town"]
