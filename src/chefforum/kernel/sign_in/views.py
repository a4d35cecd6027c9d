"""Signing in and out, and changing one's password."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView, RedirectURLMixin
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from chefforum.kernel.access.access import Request, access
from chefforum.kernel.access.rules import PUBLIC, SIGNED_IN

from . import queries, services
from .forms import NewPasswordForm, SignInForm

BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignIn(LoginView):
    template_name = "access/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = queries.demo_persons(on=timezone.localdate()) if settings.DEMO else []
        return super().get_context_data(demo_groups=groups, **kwargs)

    def post(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        # Whoever is already locked out is told so and adds nothing to the trail, however long they go on.
        typed = request.POST.get("username", "").strip().lower()
        self.was_locked = not AxesProxyHandler.is_allowed(request, {"username": typed})
        return super().post(request, *args, **kwargs)

    @transaction.atomic
    def form_valid(self, form: SignInForm) -> HttpResponse:
        response = super().form_valid(form)
        services.note_sign_in(person=form.get_user(), at=timezone.now(), how="password")
        return response

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        if form.non_field_errors() and not self.was_locked:
            services.note_refused_sign_in(
                email=form.cleaned_data.get("username", ""),
                at=timezone.now(),
                is_now_locked=getattr(self.request, "axes_locked_out", False),
            )
        return super().form_invalid(form)


class DemoSignIn(RedirectURLMixin, View):
    """Signs in as a person of the demo, without a password. Only in demo mode is there such a page."""

    http_method_names = ["post"]
    next_page = settings.LOGIN_REDIRECT_URL

    @transaction.atomic
    def post(self, request: Request) -> HttpResponse:
        person = queries.find_demo_person(person_id=_uuid(request.POST.get("person", ""))) if settings.DEMO else None
        if person is None:
            raise Http404
        login(request, person, backend=BACKEND)
        services.note_sign_in(person=person, at=timezone.now(), how="demo")
        return HttpResponseRedirect(self.get_success_url())


class SignOut(LogoutView):
    http_method_names = ["post"]

    @method_decorator(transaction.atomic)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        services.note_sign_out(actor=request.actor, person=request.user, at=timezone.now())
        response = super().post(request, *args, **kwargs)
        messages.success(request, "Du er logget ud.")
        return response


sign_in = access(PUBLIC)(SignIn.as_view())
demo_sign_in = access(PUBLIC)(DemoSignIn.as_view())
sign_out = access(SIGNED_IN)(SignOut.as_view())


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@access(SIGNED_IN)
def password(request: Request) -> HttpResponse:
    form = NewPasswordForm(request.user, request.POST or None)
    if not form.is_valid():
        return render(request, "access/password.html", {"form": form})
    services.change_password(
        actor=request.actor,
        person=request.user,
        password=form.cleaned_data["new_password1"],
        at=timezone.now(),
    )
    update_session_auth_hash(request, request.user)
    messages.success(request, "Din adgangskode er ændret. Du er logget ud andre steder, hvor du var logget ind.")
    return redirect("start")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
