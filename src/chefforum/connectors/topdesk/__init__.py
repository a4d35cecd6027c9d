"""TOPdesk: assets (each customer names the columns) and incidents counted by object and year. No name of a person is
asked for: of an incident its object, category, time spent and day alone."""

from .client import Client
from .reading import AssetColumn, AssetRow, SupportCount, assets_of, columns_of, said, support_of

__all__ = ["AssetColumn", "AssetRow", "Client", "SupportCount", "assets_of", "columns_of", "said", "support_of"]
