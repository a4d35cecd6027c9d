"""Who is meant by a name, a title, a department or a group in the text of a decision. Nobody is guessed.

Minutes name people in short: "Marie (ØS)", "Afdelingschef for Børn & Familie", "Økonomi & Stab hjælper", "hver chef".
Each way of naming gives everybody who fits; only where that is one person is it known who is meant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

Key = Hashable


@dataclass(frozen=True)
class KnownUnit:
    """A department: what it is called, its short name ("" where it has none), and who leads it."""

    name: str
    short_name: str
    leaders: tuple[Key, ...]


@dataclass(frozen=True)
class KnownPerson:
    """Somebody who may be meant; `units` are the departments that they work in or lead, by name and short name."""

    key: Key
    name: str
    titles: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    is_in_forum: bool = False
    is_head: bool = False


@dataclass(frozen=True)
class KnownGroup:
    """A group with a chair; `word` is what its kind is called: "arbejdsgruppen"."""

    name: str
    word: str
    chairs: tuple[Key, ...]


class Way(IntEnum):
    """How somebody is named; the lower, the more it says."""

    PERSON = 1
    TITLE = 2
    UNIT = 3
    GROUP = 4
    ALL = 5


@dataclass(frozen=True)
class Mention:
    """Words of the text that name somebody, and everybody who fits; `is_everybody` where all of them are meant."""

    start: int
    words: str
    way: Way
    keys: tuple[Key, ...]

    @property
    def is_everybody(self) -> bool:
        return self.way is Way.ALL

    @property
    def sole(self) -> Key | None:
        """The one who is meant; None where two or nobody fit, and where many are meant."""
        return self.keys[0] if len(self.keys) == 1 and not self.is_everybody else None


_LETTER = r"A-ZÆØÅÉÜÖÄa-zæøåéèüöä"
_NAME_WORD = re.compile(rf"(?<![\w-])[A-ZÆØÅÉÜÖÄ][{_LETTER}]*(?:[-'’][{_LETTER}]+)*(?![\w-])")
_CODE = re.compile(r"[ ]?\((?P<code>[^()\d\s]{1,12})\)")
_GLUE = {"og": "&", "for": "", "af": "", "i": ""}


@dataclass
class KnownPeople:
    """Everybody who may be named, made ready once and then asked about each text."""

    people: Sequence[KnownPerson]
    units: Sequence[KnownUnit] = ()
    groups: Sequence[KnownGroup] = ()
    _by_first: dict[str, list[tuple[tuple[str, ...], KnownPerson]]] = field(init=False, repr=False)
    _codes: set[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._by_first = defaultdict(list)
        self._codes = {code for unit in self.units for code in (unit.short_name, initials(unit.name)) if _is_code(code)}
        for person in self.people:
            parts = tuple(_NAME_WORD.findall(person.name))
            if parts:
                self._by_first[parts[0]].append((parts, person))

    def named_in(self, text: str) -> list[Mention]:
        """Who is named in the text, in reading order; the same word is never read in two ways. Never raises."""
        ways = (self._titled, self._in_units, self._named, self._in_groups, self._everybody)
        found: list[Mention] = []
        for way in ways:
            for mention in way(text):
                span = range(mention.start, mention.start + len(mention.words))
                if not any(_overlaps(span, range(one.start, one.start + len(one.words))) for one in found):
                    found.append(mention)
        return sorted(found, key=lambda mention: mention.start)

    def _named(self, text: str) -> Iterator[Mention]:
        """A first name and more of the name; a first name with a department; a first name alone in the forum."""
        place = 0
        while (word := _NAME_WORD.search(text, place)) is not None:
            place = word.end()
            fitting, end = self._longest(text, word)
            if not fitting:
                code = _CODE.match(text, end)
                if code is not None and code["code"] in self._codes:
                    yield Mention(word.start(), text[word.start() : code.end()], Way.PERSON, ())
                continue
            place = end
            code = _CODE.match(text, end)
            if code is not None and (coded := _in_code(fitting, code["code"])) is not None:
                yield Mention(word.start(), text[word.start() : code.end()], Way.PERSON, coded)
                place = code.end()
            elif end > word.end():
                yield Mention(word.start(), text[word.start() : end], Way.PERSON, _keys(fitting))
            elif inside := [person for person in fitting if person.is_in_forum]:
                yield Mention(word.start(), word[0], Way.PERSON, _keys(inside))

    def _longest(self, text: str, first: re.Match[str]) -> tuple[list[KnownPerson], int]:
        """Those whose name begins with the word and goes on with the words after it, as many as fit somebody."""
        fitting = [(parts[1:], person) for parts, person in self._by_first.get(first[0], ())]
        end = first.end()
        while (word := _NAME_WORD.match(text, end + 1)) is not None and text[end : end + 1] == " ":
            longer = [(rest[rest.index(word[0]) + 1 :], person) for rest, person in fitting if word[0] in rest]
            if not longer:
                break
            fitting, end = longer, word.end()
        return [person for _, person in fitting], end

    def _titled(self, text: str) -> Iterator[Mention]:
        """ "Kommunaldirektøren", "Afdelingschefen for Børn & Familie", "Lederen af Digitalisering"."""
        for unit in self._longest_units_first():
            leader = rf"[{_LETTER}]*(?:chef|leder|direktør)(?:en)?,?(?: (?:for|af|i))? {_spelt(unit.name)}"
            for found in re.finditer(rf"(?<![\w-]){leader}(?![\w])", text, re.IGNORECASE):
                yield Mention(found.start(), found[0], Way.TITLE, unit.leaders)
        holders: dict[str, list[KnownPerson]] = defaultdict(list)
        for person in self.people:
            for title in person.titles:
                if person.is_in_forum and len(title) > 3:
                    holders[title].append(person)
        for title in sorted(holders, key=len, reverse=True):
            pattern = rf"(?<![\w-]){_spelt(title)}(?:en|n)?(?![\w])"
            if len(holders[title]) == 1:
                for found in re.finditer(pattern, text, re.IGNORECASE):
                    yield Mention(found.start(), found[0], Way.TITLE, _keys(holders[title]))

    def _in_units(self, text: str) -> Iterator[Mention]:
        """A department by its name, or its short name in capitals, is its leader's to answer for."""
        for unit in self._longest_units_first():
            named = [_spelt(unit.name), *([re.escape(unit.short_name)] if _is_code(unit.short_name) else [])]
            for found in re.finditer(rf"(?<![\w(-])(?:{'|'.join(named)})(?![\w)-])", text):
                yield Mention(found.start(), found[0], Way.UNIT, unit.leaders)

    def _longest_units_first(self) -> list[KnownUnit]:
        return sorted((unit for unit in self.units if len(unit.name) > 2), key=lambda unit: -len(unit.name))

    def _in_groups(self, text: str) -> Iterator[Mention]:
        for group in sorted(self.groups, key=lambda group: -len(group.name)):
            for found in re.finditer(rf"(?<![\w-]){re.escape(group.name)}(?![\w-])", text):
                yield Mention(found.start(), found[0], Way.GROUP, group.chairs)
        for word in {group.word for group in self.groups if group.word}:
            chairs = tuple(dict.fromkeys(key for group in self.groups if group.word == word for key in group.chairs))
            for found in re.finditer(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text, re.IGNORECASE):
                yield Mention(found.start(), found[0], Way.GROUP, chairs)

    def _everybody(self, text: str) -> Iterator[Mention]:
        """Each head of the forum, or each member where none of them leads anything."""
        inside = [person for person in self.people if person.is_in_forum]
        heads = [person for person in inside if person.is_head] or inside
        for found in _EVERYBODY.finditer(text):
            yield Mention(found.start(), found[0], Way.ALL, _keys(heads))


_EVERYBODY = re.compile(
    # "på tværs af alle lederne" and "deler den med alle chefer" are not told to do anything.
    r"(?<!\baf )(?<!\bmed )(?<!\btil )(?<!\bfor )\b(?:(?:hver|alle|samtlige|de enkelte)(?: (?:enkelt|enkelte|af))? "
    r"(?:\w*chef(?:er|erne)?|\w*leder(?:e|ne)?|afdeling(?:er|erne)?|medlem(?:mer|merne)?)"
    r"|(?:afdelings|center|om?råde)?chefer(?:ne)?(?= (?:skal|vil|bør|bedes|må|undersøger|melder|sender|følger|drøfter))"
    r"|afdelingerne(?= (?:skal|vil|bør|bedes|må|undersøger|melder|sender|følger|drøfter|udarbejder|indberetter))"
    r"|hver især|for hvert deres|hver for sig)\b",
    re.IGNORECASE,
)


def _overlaps(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _keys(people: Sequence[KnownPerson]) -> tuple[Key, ...]:
    return tuple(dict.fromkeys(person.key for person in people))


def _in_code(fitting: Sequence[KnownPerson], code: str) -> tuple[Key, ...] | None:
    """Those of a department, in the forum first; nobody where a code in capitals fits none; None for other words."""
    if not code.isupper():
        return None
    own = [person for person in fitting if code in {*person.units, *map(initials, person.units)}]
    inside = [person for person in own if person.is_in_forum]
    return _keys(inside or own)


def initials(name: str) -> str:
    """The letters that a department is known by: Ældre, Sundhed & Social is ÆSS, Økonomi og Stab ØS."""
    return "".join(word[0] for word in _NAME_WORD.findall(name))


def _is_code(short_name: str) -> bool:
    return len(short_name) > 1 and short_name.isupper()


def _spelt(name: str) -> str:
    """The name as a pattern: & and og are one, and a little word between may be there or not."""
    words = [_GLUE.get(word, word) for word in name.split()]
    spelt = [r"(?:&|og)" if word == "&" else re.escape(word) for word in words if word]
    return r",?\s+(?:for\s+|af\s+|i\s+)?".join(spelt)
