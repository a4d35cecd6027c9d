"""An export that cannot be read is refused in Danish: what is wrong, that nothing was imported, and what to do."""

from __future__ import annotations

import json

import pytest

from chefforum.connectors.minutes import UnreadableMinutes
from tests.connectors.exports.systems import (
    acadre,
    file,
    firstagenda,
    point,
    read,
    sbsys,
    sbsys_agenda,
    sbsys_item,
)

BOMB = '<!DOCTYPE P [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE P [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
MANIFEST = (
    "<root><table name='producedAgenda'><fields><field publish='true' xmlfilename='1.xml'/></fields></table></root>"
)
DEEP = "<Publication>" + "<a>" * 5_000 + "</a>" * 5_000 + "</Publication>"
REFUSED = {
    "entities.xml": (
        f'<?xml version="1.0"?>{BOMB}<Publication>&b;</Publication>',
        "DOCTYPE|henvisninger",
        "Hent filen",
    ),
    "outside.xml": (
        f'<?xml version="1.0"?>{OUTSIDE}<Publication>&x;</Publication>',
        "DOCTYPE|henvisninger",
        "Hent filen",
    ),
    "deep.xml": (DEEP, "flere lag", "Hent filen"),
    "long.xml": (f"<Publication>{'x' * 11_000_000}</Publication>", "længere tekst", "Hent filen"),
    "cut.xml": (file("sbsys.xml")[:5_000], r"ikke hel, .*linje \d+", "Hent filen"),
    "charset.xml": (b'<?xml version="1.0" encoding="utf-8"?><Publication>\xe6</Publication>', "tegnsæt", "Hent filen"),
    "other.xml": ('<?xml version="1.0"?><invoice/>', "XML .*invoice.* ikke fra SBSYS eller Acadre", "Word eller PDF"),
    "empty.xml": (sbsys(sbsys_agenda("")), "ingen punkter", "Hent en fil med punkter"),
    "empty-acadre.xml": (acadre(), "ingen punkter", "Hent en fil med punkter"),
    "manifest.xml": (MANIFEST, "oversigt over dagsordener", "xmlfilename"),
    "two-meetings.xml": (
        sbsys(
            sbsys_agenda(sbsys_item(), id="1"),
            sbsys_agenda(sbsys_item(), id="2", meeting="8", when="11. marts 2026 09:00"),
        ),
        "flere møder .*04-03-2026 og 11-03-2026",
        "ét møde ad gangen",
    ),
    "many.json": (firstagenda(*[point()] * 1_001), "mere end 1000 punkter", "ét møde ad gangen"),
    "cut.json": (file("firstagenda.json")[:9_000], r"ikke gyldig JSON \(linje", "Hent filen"),
    "deep.json": ('{"Dagsordenpunkter": ' + "[" * 200_000, "flere lag", "Hent filen"),
    "forums.json": (json.dumps({"Udvalg": {"Udvalg 2026-2029": []}}), "ikke en dagsorden", "api/agenda/dagsorden"),
    "no-list.json": ('{"Dagsordenpunkter": {"a": 1}}', "ikke en dagsorden", "api/agenda/dagsorden"),
    "no-items.json": (firstagenda(), "ingen punkter", "Hent en fil med punkter"),
    "nothing-in-it.json": ('{"Dagsordenpunkter": [1, null, "x"]}', "ingen punkter", "Hent en fil med punkter"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_is_refused_in_words(name):
    content, what, advice = REFUSED[name]
    with pytest.raises(
        UnreadableMinutes, match=rf"(?s)(?:{what}).* Der er ikke importeret noget\. .*(?:{advice})"
    ) as told:
        read(content)
    assert told.value.message.endswith("prøv igen.")
