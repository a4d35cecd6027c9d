"""The tables of it_benchmark."""

from .benchmark import (
    Background,
    Delivery,
    Municipality,
    NationalTable,
    PeerGroup,
    Publication,
    PublicFigure,
)

__all__ = [
    "Background",
    "Delivery",
    "Municipality",
    "NationalTable",
    "PeerGroup",
    "PublicFigure",
    "Publication",
]
