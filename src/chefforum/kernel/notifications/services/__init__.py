"""Telling people, reminding them, and sending it by mail."""

from .mailing import send_waiting
from .reminding import remind
from .telling import choose_mail, mark_read, notify, remove_old

__all__ = ["choose_mail", "mark_read", "notify", "remind", "remove_old", "send_waiting"]
