"""A number and its per cent sign are not parted by the end of a line in a table."""

from __future__ import annotations

import pytest
from django.template import Context, Template

CELL = (
    '<table class="table"><thead><tr><th>Andel</th></tr></thead>'
    '<tbody><tr><td title="24 %">24 % mod 35 %</td></tr></tbody></table>'
)


@pytest.mark.parametrize("tags", [("scroll 'Tabel'", "endscroll"), ("stacked", "endstacked")])
def test_the_kits_tables_keep_them_together(tags: tuple[str, str]) -> None:
    source = f"{{% load chefforum %}}{{% {tags[0]} %}}{CELL}{{% {tags[1]} %}}"
    said = Template(source).render(Context())
    assert "24\u00a0% mod 35\u00a0%<" in said
    assert 'title="24 %"' in said
