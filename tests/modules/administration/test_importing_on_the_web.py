"""The administrator chooses a file, sees what it would change and carries it out; errors stop all of it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chefforum.kernel.access.rules import Role
from chefforum.kernel.organisation.models import Unit

FILE = """enhedskode;navn;type;overordnet enhedskode
K;Lindeby Kommune;kommune;
BS;Børn og Unge;direktørområde;K
"""


@pytest.fixture
def upload(town, person, signed_in):
    """The administrator's browser, and the page after a file has been sent."""
    client = signed_in(person("Adam Berg", role=Role.ADMINISTRATOR, over=town.K))

    def send(text: str):
        file = SimpleUploadedFile("organisation.csv", text.encode())
        form = {"file": file, "options-on": "2026-01-28"}
        response = client.post("/importer/ny/organisation.units/", form, follow=True)
        return client, response

    return send


@pytest.mark.django_db(transaction=True)
def test_a_file_is_previewed_and_carried_out(upload):
    client, response = upload(FILE)
    page = response.content.decode()
    assert "Børn og Unge (BS)" in page
    assert "Navn: Børn og Skole" in page
    done = client.post(f"{response.request['PATH_INFO']}gennemfoer/", follow=True).content.decode()
    assert "Se organisationen" in done
    assert "Børn og Unge" in client.get("/organisation/?dato=2026-01-28").content.decode()
    assert "Børn og Skole" in client.get("/organisation/?dato=2026-01-27").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_file_with_an_error_shows_its_line_and_changes_nothing(upload):
    client, response = upload(FILE + "X;Ukendt;enhed;findes-ikke\n")
    page = response.content.decode()
    assert "1 fejl skal rettes" in page
    assert "Den overordnede enhed findes-ikke findes ikke." in page
    client.post(f"{response.request['PATH_INFO']}gennemfoer/")
    assert not Unit.objects.filter(code="X").exists()


def test_a_secretariat_over_everything_is_not_let_in(town, person, signed_in):
    client = signed_in(person("Sofie Lind", role=Role.SECRETARIAT, over=town.K))
    assert client.get("/importer/ny/organisation.units/").status_code == 403
