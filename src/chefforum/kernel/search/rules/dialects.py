"""The same query in the language of each database. Tokens are letters and digits alone, so that none breaks out."""

from __future__ import annotations

from collections.abc import Iterable

from .query import Exact, Phrase, Prefix, Query

Way = Exact | Prefix | Phrase


def fts5(query: Query, labels: Iterable[Iterable[str]]) -> str:
    """A MATCH expression of SQLite's FTS5: every term, and one label of each group of labels."""
    terms = [fts5_any(term.ways) for term in query.terms]
    groups = [" OR ".join(f'"{label}"' for label in group) for group in labels]
    return " AND ".join(f"({part})" for part in [*terms, *groups])


def fts5_any(ways: Iterable[Way]) -> str:
    return " OR ".join(map(_fts5_way, ways))


def _fts5_way(way: Way) -> str:
    match way:
        case Exact(token):
            return f'"{token}"'
        case Prefix(token):
            return f'"{token}"*'
        case Phrase(stems, last_is_prefix):
            return f'"{" ".join(stems)}"' + ("*" if last_is_prefix else "")


def tsquery(query: Query, labels: Iterable[Iterable[str]]) -> str:
    """The same as the text of a PostgreSQL tsquery."""
    terms = [tsquery_any(term.ways) for term in query.terms]
    groups = [" | ".join(f"'{label}'" for label in group) for group in labels]
    return " & ".join(f"({part})" for part in [*terms, *groups])


def tsquery_any(ways: Iterable[Way]) -> str:
    return " | ".join(map(_tsquery_way, ways))


def _tsquery_way(way: Way) -> str:
    match way:
        case Exact(token):
            return f"'{token}'"
        case Prefix(token):
            return f"'{token}':*"
        case Phrase(stems, last_is_prefix):
            return "(" + " <-> ".join(f"'{stem}'" for stem in stems) + (":*)" if last_is_prefix else ")")
