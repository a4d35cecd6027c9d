"""XML from other systems, opened with care: no entities, no network, no endless depth."""

from __future__ import annotations

import html

from lxml import etree

from chefforum.connectors.minutes.errors import UnreadableMinutes, unreadable

# Every export ends so, whatever the system.
FETCH_AGAIN = "Hent filen igen fra systemet, og prøv igen."


def parse_xml(content: bytes) -> etree._Element:
    """The root of the file, in whatever character set it declares.

    Raises UnreadableMinutes for a file that is damaged, nested beyond reason, or declares a DOCTYPE.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _broken(error) from error
    if root is None:
        raise unreadable(what="XML-filen er tom.", advice=FETCH_AGAIN)
    if root.getroottree().docinfo.doctype:
        raise unreadable(
            what="XML-filen rummer en DOCTYPE, som mødesystemer ikke skriver; den kan være lavet for at skade.",
            advice=FETCH_AGAIN,
        )
    return root


def _broken(error: Exception) -> UnreadableMinutes:
    line = error.lineno if isinstance(error, etree.XMLSyntaxError) else None
    where = f" (linje {line})" if line else ""
    text = str(error)
    if "DOCTYPE" in text or "entit" in text.lower():
        what = f"XML-filen rummer henvisninger, som ikke læses, fordi de kan være lavet for at skade{where}."
    elif "xcessive depth" in text or "huge" in text.lower() or "too long" in text:
        what = f"XML-filen er delt op i flere lag, eller har en længere tekst, end der kan læses{where}."
    else:
        what = f"XML-filen er ikke hel, eller dens tegnsæt er et andet, end den siger{where}."
    return unreadable(what=what, advice=FETCH_AGAIN, line=line)


def name_of(element: etree._Element) -> str:
    """The element's name without its namespace; empty for what is no element."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: etree._Element | None, name: str) -> list[etree._Element]:
    """The children of that name, in whatever namespace; capital letters make no difference."""
    return [] if element is None else [child for child in element if name_of(child).lower() == name.lower()]


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child of each name in turn; None where one is not there."""
    for name in path:
        found = children(element, name)
        element = found[0] if found else None
    return element


def text_at(element: etree._Element | None, *path: str) -> str:
    """The text of the element at the end of the path, with that of its children; empty where it is not there."""
    found = child(element, *path)
    return "" if found is None else "".join(found.itertext()).strip()


def inner_html(element: etree._Element | None) -> str:
    """What an element holds, as HTML: escaped or in CDATA as it stands, real child elements written as tags."""
    if element is None:
        return ""
    if not len(element):
        return element.text or ""
    parts = [html.escape(element.text or "", quote=False)]
    for inside in element:
        parts.append(etree.tostring(_without_namespaces(inside), encoding="unicode", with_tail=True))
    return "".join(parts)


def _without_namespaces(element: etree._Element) -> etree._Element:
    for part in element.iter():
        part.tag = name_of(part) or part.tag
    return element
