"""Forms: every field has its label, help and error tied to it, and what is wrong stands at the top with links."""

from __future__ import annotations

from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import get_resolver
from lxml import html


class Example(forms.Form):
    title = forms.CharField(label="Titel", help_text="Højst 20 tegn.", max_length=20)
    kind = forms.ChoiceField(label="Type", choices=[("a", "Dagsorden"), ("r", "Referat")], widget=forms.RadioSelect)
    is_draft = forms.BooleanField(label="Gem som kladde", required=False, help_text="Kun du ser mødet.")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    file = forms.FileField(label="Fil", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False, initial="s")

    def clean(self) -> None:
        if self.cleaned_data.get("note") == "nej":
            raise forms.ValidationError("Noten og titlen siger hver sit. Ret den ene.")


def shown(form: forms.Form) -> html.HtmlElement:
    request = RequestFactory().get("/")
    return html.fromstring(render_to_string("web/form.html", {"form": form, "submit": "Gem mødet"}, request))


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_every_field_has_a_label_or_stands_in_a_named_group() -> None:
    page = shown(Example())
    for field in page.xpath("//input[not(@type='hidden')] | //textarea | //select"):
        assert page.xpath(f"//label[@for='{field.get('id')}']"), field.get("name")
    assert [words(legend) for legend in page.iter("legend")] == ["Type"]


def test_help_and_error_are_read_with_the_field_that_they_belong_to() -> None:
    page = shown(Example({"title": "x" * 21, "kind": "a"}))
    field = page.xpath("//input[@name='title']")[0]
    texts = [words(page.get_element_by_id(one)) for one in field.get("aria-describedby").split()]
    assert field.get("aria-invalid") == "true"
    assert texts[0] == "Højst 20 tegn."
    assert texts[1].startswith("Fejl: ")


def test_a_group_of_choices_is_tied_to_its_error_too() -> None:
    group = shown(Example({"title": "x"})).find(".//fieldset")
    assert "Fejl: " in words(group)
    assert group.get("aria-describedby").split() == ["id_kind-error"]


def test_the_summary_leads_to_each_field_that_is_wrong_and_says_that_nothing_is_saved() -> None:
    page = shown(Example({"note": "nej"}))
    summary = page.find_class("error-summary")[0]
    assert words(summary.find_class("alert-heading")[0]) == "Intet er gemt endnu"
    assert "Noten og titlen siger hver sit. Ret den ene." in words(summary)
    targets = [link.get("href").lstrip("#") for link in summary.iter("a")]
    assert targets == ["id_title", "id_kind"]
    assert all(page.get_element_by_id(target) is not None for target in targets)


def test_a_form_without_errors_has_no_summary() -> None:
    assert shown(Example()).find_class("error-summary") == []


def test_what_was_written_is_still_there_after_an_error() -> None:
    page = shown(Example({"title": "Møde & mad", "note": "nej", "is_draft": "on", "kind": "r"}))
    assert page.xpath("//input[@name='title']/@value") == ["Møde & mad"]
    assert page.xpath("//input[@name='is_draft']/@checked") == ["checked"]
    assert page.xpath("//input[@name='kind'][@checked]/@value") == ["r"]
    assert page.xpath("//input[@name='secret']/@value") == []


def test_a_form_with_a_file_is_sent_as_one_and_others_are_not() -> None:
    class Plain(forms.Form):
        title = forms.CharField()

    assert shown(Example()).get("enctype") == "multipart/form-data"
    assert shown(Plain()).get("enctype") is None


def test_what_need_not_be_filled_in_says_so() -> None:
    labels = [words(label) for label in shown(Example()).xpath("//label[contains(@class, 'form-label')]")]
    assert labels == ["Titel", "Note (valgfrit)", "Fil (valgfrit)"]


def test_inputs_have_the_design_systems_classes() -> None:
    page = shown(Example())
    classes = {
        field.get("name"): field.get("class")
        for field in page.xpath("//input[@class][not(@type='hidden')] | //textarea")
    }
    assert classes == {
        "title": "form-input",
        "kind": "form-radio",
        "is_draft": "form-checkbox",
        "note": "form-input",
        "file": "form-input",
    }


def test_an_empty_field_says_what_to_do_in_every_form() -> None:
    """Also in forms that were made long before, and in those of Django's that we use; none says it is "required"."""

    class Empty(forms.Form):
        text = forms.CharField()
        one = forms.ChoiceField(choices=[("a", "A")])
        typed = forms.TypedChoiceField(choices=[("a", "A")])
        many = forms.MultipleChoiceField(choices=[("a", "A")])
        tick = forms.BooleanField()
        file = forms.FileField()
        day = forms.DateField()
        own = forms.CharField(error_messages={"required": "Skriv en titel."})

    said = {name: " ".join(errors) for name, errors in Empty({}, {}).errors.items()}
    assert said == {
        "text": "Udfyld feltet.",
        "one": "Vælg en af mulighederne.",
        "typed": "Vælg en af mulighederne.",
        "many": "Vælg mindst én.",
        "tick": "Sæt kryds i feltet.",
        "file": "Vælg en fil.",
        "day": "Skriv en dato.",
        "own": "Skriv en titel.",
    }
    get_resolver().url_patterns  # noqa: B018  (loads every page, and so every form)
    made = [form for form in _all_forms(forms.BaseForm) if form.__module__.startswith("chefforum")]
    words = {
        str(field.error_messages["required"])
        for form in made
        for field in getattr(form, "base_fields", {}).values()
        if "required" in field.error_messages
    }
    assert len(made) > 20
    assert not [text for text in words if "påkrævet" in text or "required" in text]


def _all_forms(kind: type) -> set[type]:
    return {one for child in kind.__subclasses__() for one in (child, *_all_forms(child))}
