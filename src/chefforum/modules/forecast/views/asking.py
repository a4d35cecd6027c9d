"""Reminding asks first with how many it reaches, and says afterwards how many it did."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from chefforum.kernel.access.access import Request
from chefforum.web import danish

from ..queries.reminding import LEADERS, Reminded

NOTHING_SENT = "Der er ikke sendt noget."


def ask_to_remind(request: Request, reached: Reminded, *, about: str, back: str, place: str = "") -> HttpResponse:
    """The page that asks. `about`: what they are reminded of; `place`: the page that `back` is, where it is below."""
    if not reached.told:
        messages.info(request, f"Ingen er mindet om {about}: {_already(reached)} {NOTHING_SENT}")
        return redirect(back)
    leaders = danish.counted(reached.told, LEADERS)
    context = {
        "question": f"Send besked til {leaders}?",
        "consequence": f"De mindes om {about}.{f' {_already(reached, more=True)}' if reached.already else ''}",
        "submit": f"Send besked til {leaders}",
        "cancel_url": back,
        "place": place,
    }
    return render(request, "forecast/remind.html", context)


def reminded(request: Request, reached: Reminded, *, about: str, back: str) -> HttpResponse:
    """Says how many were told, and how many had been already."""
    if reached.told:
        words = f"{danish.counted(reached.told, LEADERS)} er mindet om {about}."
        messages.success(request, f"{words} {_already(reached, more=True)}".strip())
    else:
        messages.info(request, f"Ingen er mindet om {about}: {_already(reached)} {NOTHING_SENT}")
    return redirect(back)


def _already(reached: Reminded, *, more: bool = False) -> str:
    """ "2 ledere har fået besked i dag."; `more`: beside those who are told now."""
    if not reached.already:
        return "" if more else "der er ingen at minde."
    others = danish.counted(reached.already, "anden leder,andre ledere" if more else LEADERS)
    return f"{others} har fået besked i dag og får ikke en til." if more else f"{others} har fået besked i dag."
