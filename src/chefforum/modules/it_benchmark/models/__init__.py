"""The tables of it_benchmark."""

from .benchmark import (
    Background,
    Delivery,
    ExchangeFile,
    Municipality,
    NationalTable,
    PeerGroup,
    Publication,
    PublicFigure,
)

__all__ = [
    "Background",
    "Delivery",
    "ExchangeFile",
    "Municipality",
    "NationalTable",
    "PeerGroup",
    "PublicFigure",
    "Publication",
]
