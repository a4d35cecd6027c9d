"""Importing in the browser."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from chefforum.kernel.imports.models import Import
from chefforum.kernel.jobs.models import Job

NEW = "/importer/ny/tests.persons/"


@pytest.fixture
def send(owner, browser_of, django_capture_on_commit_callbacks):
    """Chooses a file in the form, as the owner; the job runs at once."""

    def post(text, **data):
        fields = {"file": SimpleUploadedFile("p.csv", text.encode()), "options-domain": "lindeby.example", **data}
        with django_capture_on_commit_callbacks(execute=True):
            return browser_of(owner).post(NEW, fields)

    return post


@pytest.fixture
def press(owner, browser_of, django_capture_on_commit_callbacks):
    def post(name, item):
        browser = browser_of(owner)
        with django_capture_on_commit_callbacks(execute=True):
            response = browser.post(reverse(f"imports:{name}", args=[item.pk]))
        return browser.get(response.headers["Location"])

    return post


def page_of(item):
    return reverse("imports:import_detail", args=[item.pk])


def text_of(response):
    return " ".join(response.content.decode().split())


def test_from_file_to_receipt(send, press, owner, browser_of, imported):
    browser = browser_of(owner)
    assert "Personer" in text_of(browser.get("/importer/"))
    assert "Adresse og navn" in text_of(browser.get(NEW))
    response = send("import1;Eva Ravn\nimport3\n")
    item = Import.objects.get()
    assert response.headers["Location"] == page_of(item)
    preview = text_of(browser.get(page_of(item)))
    assert "Klar til at gennemføre" in preview
    assert "<ins>Eva Ravn</ins>" in preview
    assert "Der er intet navn: import3" in preview
    assert imported() == {}
    receipt = text_of(press("import_carry_out", item))
    assert "1 personer skrevet" in receipt
    assert 'href="/personer/"' in receipt
    assert imported() == {"import1": "Eva Ravn"}
    assert "Gennemført" in text_of(browser.get("/importer/"))


def test_cancelling_says_that_nothing_is_changed(send, press, imported):
    send("import1;Eva Ravn")
    text = text_of(press("import_cancel", Import.objects.get()))
    assert "Fortrudt" in text
    assert "Det bliver ændret" not in text
    assert "Intet er ændret." in text
    assert imported() == {}


def test_an_unreadable_file_shows_the_line_and_the_way_on(send, owner, browser_of):
    send("ulæselig\n")
    text = text_of(browser_of(owner).get(page_of(Import.objects.get())))
    assert "Linje 1: Første linje skal være en person." in text
    assert "Vælg en anden fil" in text
    assert "Gennemfør</button>" not in text


def test_a_failed_import_offers_to_try_again(send, press, owner, browser_of):
    send("går i stykker\n")
    item = Import.objects.get()
    text = text_of(browser_of(owner).get(page_of(item)))
    assert "Intet er ændret. Prøv igen." in text
    assert "Prøv igen</button>" in text
    assert "Fejlet" in text_of(press("import_read_again", item))


def test_pressing_too_late_shows_how_things_stand(send, press):
    send("ulæselig\n")
    text = text_of(press("import_carry_out", Import.objects.get()))
    assert "kan ikke lade sig gøre" in text
    assert "Kan ikke importeres" in text


def test_the_same_file_again_ends_as_no_changes(send, press, owner, browser_of):
    send("import1;Eva Ravn")
    press("import_carry_out", Import.objects.get())
    send("import1;Eva Ravn")
    assert "Ingen ændringer" in text_of(browser_of(owner).get(page_of(Import.objects.latest("created_at"))))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "Filen er tom"),
        ("<html>", "Websider og SVG"),
        ('{"a": 1}', "Filen er af typen JSON, men her skal den være tekst"),
    ],
)
def test_a_file_that_is_not_taken_in_is_refused_in_the_form(send, content, words):
    response = send(content)
    assert response.status_code == 200
    assert words in text_of(response)
    assert not Import.objects.exists()


def test_a_file_that_is_too_large_is_refused_in_the_form_and_other_fields_are_kept(send, settings):
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    response = send("a;b\n" * 1024 * 1024, **{"options-domain": "ravnby.example"})
    text = text_of(response)
    assert "Filen er for stor. Den må højst fylde 1 MB." in text
    assert 'value="ravnby.example"' in text
    assert not Import.objects.exists()


def test_no_file_and_a_missing_option_are_both_said_at_once(owner, browser_of):
    text = text_of(browser_of(owner).post(NEW, {"options-domain": ""}))
    assert "Vælg en fil." in text
    assert "Domæne" in text
    assert text.count("form-error-message") == 2


def test_while_it_is_at_work_the_page_shows_progress_and_then_loads_itself(send, owner, browser_of):
    send("import1;Eva Ravn")
    item = Import.objects.get()
    browser = browser_of(owner)
    Import.objects.update(state="carrying_out")
    Job.objects.update(state="queued", started_at=None, finished_at=None)
    assert f'hx-get="{page_of(item)}"' in text_of(browser.get(page_of(item)))
    part = text_of(browser.get(page_of(item), headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert "hx-get" in part
    Import.objects.update(state="done")
    assert browser.get(page_of(item), headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_a_preview_of_ten_thousand_lines_is_shown_in_pages(send, owner, browser_of, django_assert_max_num_queries):
    send("\n".join(f"import{number};Navn {number}" for number in range(10_000)) + "\nforkert" * 500)
    item = Import.objects.get()
    browser = browser_of(owner)
    with django_assert_max_num_queries(10):
        text = text_of(browser.get(page_of(item)))
    assert "10.000 ændringer" in text
    assert "500 bemærkninger" in text
    assert text.count("<ins>") == 200
    second = text_of(browser_of(owner).get(f"{page_of(item)}?aendringer=2"))
    assert "<ins>Navn 200</ins>" in second


def test_the_words_of_the_file_are_shown_as_words(send, owner, browser_of):
    send("import1;<script>alert(1)</script>")
    text = text_of(browser_of(owner).get(page_of(Import.objects.get())))
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert(1)" not in text


def test_a_colleague_sees_neither_page_nor_file_nor_list_entry(send, colleague, browser_of):
    send("import1;Eva Ravn")
    item = Import.objects.get()
    browser = browser_of(colleague)
    assert browser.get(page_of(item)).status_code == 404
    assert browser.post(reverse("imports:import_carry_out", args=[item.pk])).status_code == 404
    assert browser.get(f"/dokumenter/{item.version.document_id}/1/").status_code == 404
    assert "p.csv" not in text_of(browser.get("/importer/"))


def test_one_who_may_import_nothing_has_no_import_pages(send, administrator, browser_of, kind):
    send("import1;Eva Ravn")
    browser = browser_of(administrator)
    # Other parts may have registered kinds that administrators use; this one is not theirs.
    assert browser.get(NEW).status_code == 403
    assert browser.post(NEW, {}).status_code == 403
    assert browser.get(page_of(Import.objects.get())).status_code in (403, 404)


def test_a_kind_that_does_not_exist_is_not_found(owner, browser_of):
    assert browser_of(owner).get("/importer/ny/tests.nothing/").status_code == 404


def test_acts_are_posts(send, owner, browser_of):
    send("import1;Eva Ravn")
    for name in ("import_carry_out", "import_cancel", "import_read_again"):
        address = reverse(f"imports:{name}", args=[Import.objects.get().pk])
        assert browser_of(owner).get(address).status_code == 405
