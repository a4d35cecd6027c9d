"""Portefølje: the ways to what follows from the register and the costs."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from chefforum.kernel.access.access import Request, access
from chefforum.modules.it_costs.access import READ_SYSTEMS
from chefforum.web.navigation import ways_below


@require_GET
@access(READ_SYSTEMS)
def portfolio(request: Request) -> HttpResponse:
    return render(request, "it_portfolio/portfolio.html", {"ways": ways_below(request.actor, "it_portfolio:portfolio")})
