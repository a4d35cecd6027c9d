"""Differences word by word: what is told gives both texts back, and says no more than what was changed."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from chefforum.calc.blocks import Heading, List, Paragraph, Table
from chefforum.calc.redline import Mark, Piece, Style, redline, redline_text

TEXTS = st.text(st.sampled_from("abæ ,.\n1"), max_size=40) | st.text(max_size=30)


def without(pieces: tuple[Piece, ...], mark: Mark) -> str:
    return "".join(piece.text for piece in pieces if piece.mark != mark)


@given(TEXTS, TEXTS)
def test_the_pieces_give_both_texts_back(old: str, new: str) -> None:
    pieces = redline_text(old, new)
    assert without(pieces, Mark.ADDED) == old
    assert without(pieces, Mark.REMOVED) == new
    assert all(piece.text for piece in pieces)


@given(TEXTS)
def test_nothing_is_marked_in_a_text_that_is_the_same(text: str) -> None:
    assert all(piece.mark == Mark.SAME for piece in redline_text(text, text))
    assert not any(line.is_changed for line in redline([Paragraph(text)], [Paragraph(text)]))


@given(st.lists(TEXTS, max_size=6), st.lists(TEXTS, max_size=6))
def test_lines_removed_and_added_give_both_sections_back(old: list[str], new: list[str]) -> None:
    lines = redline(map(Paragraph, old), map(Paragraph, new))
    before = [without(line.pieces, Mark.ADDED) for line in lines if line.mark != Mark.ADDED]
    after = [without(line.pieces, Mark.REMOVED) for line in lines if line.mark != Mark.REMOVED]
    assert before == old
    assert after == new


def test_the_example_of_the_method() -> None:
    assert redline_text("Der er afsat 2,2 mio. kr.", "Der er afsat 2,4 mio. kr. årligt") == (
        Piece(Mark.SAME, "Der er afsat 2,"),
        Piece(Mark.REMOVED, "2"),
        Piece(Mark.ADDED, "4"),
        Piece(Mark.SAME, " mio. kr."),
        Piece(Mark.ADDED, " årligt"),
    )


def test_a_phrase_is_marked_in_one_piece() -> None:
    pieces = redline_text("Forummet tager sagen op", "Forummet drøfter emnet op")
    assert [piece.text for piece in pieces if piece.mark == Mark.REMOVED] == ["tager sagen"]


def test_items_and_rows_are_lines_of_their_own() -> None:
    old = (
        Heading("Plan"),
        List(((Paragraph("Nord"),), (Paragraph("Syd"),))),
        Table((((Paragraph("År"),), (Paragraph("1"),)),)),
    )
    new = (Heading("Plan"), List(((Paragraph("Nord"),),)), Table((((Paragraph("År"),), (Paragraph("2"),)),)))
    lines = redline(old, new)
    assert [(line.style, line.mark) for line in lines] == [
        (Style.HEADING, Mark.SAME),
        (Style.ITEM, Mark.SAME),
        (Style.ITEM, Mark.REMOVED),
        (Style.ROW, Mark.SAME),
    ]
    assert [piece.text for piece in lines[-1].pieces] == ["År | ", "1", "2"]


def test_a_line_that_has_nothing_in_common_is_removed_and_another_added() -> None:
    lines = redline([Paragraph("Budgettet holder")], [Paragraph("Ingen bemærkninger")])
    assert [line.mark for line in lines] == [Mark.REMOVED, Mark.ADDED]


def test_long_texts_are_compared_in_a_moment() -> None:
    old = [Paragraph(f"Linje {n} om {n % 7} og mere") for n in range(3000)]
    new = [Paragraph(f"Linje {n} om {n % 5} og mere") for n in range(3000)]
    start = time.perf_counter()
    redline(old, new)
    redline_text("og " * 60000, "af og " * 60000)
    assert time.perf_counter() - start < 10
