"""Word files for tests."""

from __future__ import annotations

import io

import docx


def saved(word) -> bytes:
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def written():
    word = docx.Document()
    word.add_paragraph("Referat Ledergruppen d. 03-03-2026", style="Title")
    head = word.add_paragraph()
    head.add_run("Mødested").bold = True
    head.add_run(" Store sal")
    word.add_heading("Punkt 1: Ny skolebus", 1)
    word.add_paragraph("13.05.00-A00-7-26")
    word.add_heading("Indstilling", 2)
    word.add_paragraph("Skolechefen indstiller,")
    for part in ("at bussen bestilles", "at ruten drøftes"):
        word.add_paragraph(part, style="List Number")
    word.add_heading("Sagsfremstilling", 2)
    for stop in ("Torvet", "Havnen"):
        word.add_paragraph(stop, style="List Bullet")
    table = word.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("Tur", "Børn", "Pris"), strict=True):
        cell.text = text
    table.cell(1, 0).merge(table.cell(1, 1)).text = "I alt"
    table.cell(1, 2).text = "1.200 kr."
    word.add_heading("Beslutning", 2)
    word.add_paragraph("Godkendt.")
    return word
