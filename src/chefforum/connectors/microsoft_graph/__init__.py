"""Microsoft Graph version 1.0: how many licences are bought and in use today, and how many use Teams.

Graph has no history and no prices: each reading holds for its day. Of the report on Teams, which has a row for each
person, counts alone leave the client.
"""

from .client import Client
from .reading import SkuRow, TeamsUse, product_names, skus_of, teams_use_of

__all__ = ["Client", "SkuRow", "TeamsUse", "product_names", "skus_of", "teams_use_of"]
