"""Files of Lindeby's that something is wrong with: a year that was delivered wrongly and then again, and a delivery of
late vouchers of which not all can be read."""

from __future__ import annotations

import re
from pathlib import Path

HEADS = "Bilagsnr;Bilagslinje;Bogføringsdato;Periode;Kontostreng;Omkostningssted;Beløb;Tekst;Leverandør"
BUYS, PLACE = "5.25.14.1.1.0000.201.2.2", "3300610"  # food of a kindergarten
NEW_PLACE, NEW_PLACE_OF = "3300690", "33006"  # its nature playground, which the organisation does not know


def write_as_first_delivered(right: Path, wrong: Path) -> None:
    """The same postings with the sign of credit notes lost, as the system delivered them at first."""
    wrong.write_bytes(re.sub(rb";-([0-9.,]+;Kreditnota)", rb";\1", right.read_bytes()))


def write_late_vouchers(path: Path, *, period: int) -> None:
    """Vouchers of the month before that come in the period; most of them are written in ways that cannot be read."""
    year, month = divmod(period - 1 if period % 100 > 1 else period - 89, 100)
    day, other_day = f"17-{month:02}-{year}", f"{year}-{month:02}-17"
    rows = [
        ("1", day, BUYS, PLACE, "1.845,00", "Fødevarer, kom for sent"),
        ("2", day, BUYS, PLACE, "1.845.00", "Fødevarer"),
        ("3", day, BUYS, PLACE, "2,312.50", "Fødevarer"),
        ("4", other_day, BUYS, PLACE, "640,00", "Fødevarer"),
        ("5", f"31-02-{year}", BUYS, PLACE, "395,75", "Fødevarer"),
        ("6", day, BUYS, PLACE, "se bilag", "Fødevarer"),
        ("7", day, BUYS, "", "512,00", "Fødevarer"),
        ("8", day, "5.25.14.1", PLACE, "88,00", "Kontoen er skåret over"),
        ("9", day, BUYS, PLACE, "750,00", "Fødevarer; is og saftevand"),
        ("10", day, BUYS, PLACE, "-245,00", "Kreditnota, kom for sent"),
        ("1", day, BUYS, PLACE, "1.845,00", "Samme bilag igen"),
        ("11", day, BUYS, PLACE, "1.120,40", "Fødevarer, kom for sent"),
        ("13", day, BUYS, NEW_PLACE, "2.980,00", "Bålhytte på naturlegepladsen"),
        ("14", day, BUYS, NEW_PLACE, "415,50", "Brænde til naturlegepladsen"),
    ]
    lines = [
        f"{period // 100}-EF{number};1;{date};{period};{account};{place};{amount};{text};"
        for number, date, account, place, amount, text in rows
    ]
    cut = f"{period // 100}-EF12;1;{day};{period};5.25.1"
    path.write_text("\r\n".join([HEADS, *lines, cut]), encoding="latin-1", newline="")
