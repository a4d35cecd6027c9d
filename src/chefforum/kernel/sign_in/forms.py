"""The shape of signing in and of a new password."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm


class SignInForm(AuthenticationForm):
    # Called username because that is the name by which Django and django-axes count attempts.
    username = forms.EmailField(
        label="E-mail",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={"invalid": "Skriv en e-mail med @, for eksempel navn@kommune.dk."},
    )
    error_messages = {
        "invalid_login": (
            "E-mail eller adgangskode er forkert. Prøv igen, eller bed en administrator om en ny adgangskode."
        ),
        "inactive": "Kontoen er lukket. Tal med en administrator.",
    }

    def clean_username(self) -> str:
        """Attempts are counted per address, however it is spelt."""
        return str(self.cleaned_data["username"]).strip().lower()


class NewPasswordForm(PasswordChangeForm):
    error_messages = {
        "password_incorrect": "Den nuværende adgangskode er forkert. Skriv den igen.",
        "password_mismatch": "De to nye adgangskoder er ikke ens. Skriv dem igen.",
    }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Nuværende adgangskode"
        self.fields["new_password1"].label = "Ny adgangskode"
        self.fields[
            "new_password1"
        ].help_text = "Mindst 12 tegn, ikke kun tal, ikke en almindelig adgangskode, og ikke dit navn eller din e-mail."
        self.fields["new_password2"].label = "Ny adgangskode igen"
        self.fields["new_password2"].help_text = ""
