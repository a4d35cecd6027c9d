"""What a page cannot show now, through nobody's fault at the keyboard."""

from __future__ import annotations


class Unavailable(Exception):
    """What was asked for cannot be had now; the message tells the person why and what to do. Pages answer 503."""
