"""Wrong arguments are told in Danish, with what to do and status 2; what is refused has status 1."""

from __future__ import annotations

import pytest

ENGLISH = ("Error", "Usage", "Try '", "Missing", "Invalid", "No such", "Traceback")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("", "Der mangler en kommando."),
        ("minuts", "Kommandoen minuts findes ikke. Brug en af: audit"),
        ("minutes", "Der mangler en kommando."),
        ("minutes parse", "FILE mangler."),
        ("minutes parse findes-ikke.md", "Filen findes-ikke.md findes ikke"),
        ("minutes parse .", ". er en mappe, ikke en fil."),
        ("minutes list en til", "for mange argumenter: en til."),
        ("minutes parse data/secret-key --jsn", "Valget --jsn findes ikke. Mente du --json?"),
        ("minutes export 1 --to exe", "Vælg en af: html, pdf, docx, json, md."),
        ("minutes export 1", "Valget --to mangler."),
        ("minutes export 1 --to", "Valget --to bruges forkert"),
        ("serve --port otte", "Valget --port skal være et helt tal."),
    ],
)
def test_wrong_arguments(place, arguments, told):
    (place.folder / "data" / "secret-key").touch()
    said = place.run(*arguments.split())
    assert said.status == 2
    assert told in said.err
    assert "--help" in said.err
    assert not any(word in said.out + said.err for word in ENGLISH)


@pytest.mark.parametrize("arguments", ["", "minutes", "minutes import", "lint", "serve"])
def test_help_is_danish(place, arguments):
    said = place.run(*arguments.split(), "--help")
    assert said.status == 0
    assert said.out.startswith("Brug: chefforum")
    assert not any(word in said.out for word in (*ENGLISH, "Options", "Show this", "Commands"))


@pytest.mark.parametrize("name", ["tom.md", "tom.pdf", "tom.docx"])
def test_an_empty_file_is_refused_in_words(place, name):
    (place.folder / name).touch()
    said = place.run("minutes", "import", name)
    assert (said.status, said.err[:6]) == (1, "Fejl: ")
    assert place.sql("select count(*) from meetings_meeting") == [(1,)]


def test_a_database_that_was_never_made_is_told_with_the_command_to_give(tmp_path, place):
    said = type(place)(tmp_path / "data").run("minutes", "list")
    assert (said.status, said.err) == (1, "Fejl: Databasen er ikke klar. Kør først: chefforum migrate\n")
