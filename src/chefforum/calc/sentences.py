"""Danish text cut into sentences and words.

A full stop ends a sentence only where a new one begins: not in an abbreviation (bl.a., jf., ca.), an ordinal number
(3. december), a number (750.000), an initial (M. Hansen) or a list marker (1. Overblik). Abbreviations that often
close a sentence (mv., osv., kr.) do so where a capital letter follows.

The rules are those that Danish spelling gives full stops (Retskrivningsordbogen § 42), turned round.
"""

from __future__ import annotations

import re

_NEVER_LAST = """
adm. afd. afs. ang. art. aut. bl. bl.a. bd. ca. cand. cf. chr. cirk. civ. co. d. dir. div. dr. eks. ekskl. el. evt.
f.eks. fhv. fig. fmd. fork. forb. fr. fung. gl. gns. hhv. henh. hr. hrs. ibid. if. ift. ifm. iht. ill. incl. inkl.
ing. int. jf. jfr. jr. kap. kgl. kl. lb. lic. mag. maks. max. md. mdl. min. mdr. n.b. nb. nr. nuv. obs. oprind. opr.
orig. p. pag. pct. pga. pkt. pl. pr. prof. rep. resp. red. repr. s. sml. skt. sr. st. stk. stud. str. sv. tab. tidl.
tilsv. tlf. udg. ugtl. undt. vedr. vejl. vol. v. årg. m.h.t. mht. m.h.p. mhp. i.h.t. p.g.a. f. fx. dvs. d.v.s. f.m.
f.s.v.a. fsva. jnr. j.nr. sagsnr.
"""
NEVER_LAST = frozenset(_NEVER_LAST.split())
"""Abbreviations after which a sentence goes on, in small letters with their full stops."""

_MAY_BE_LAST = """
etc. ff. flg. kr. m.fl. m.m. m.v. mfl. mia. mio. mm. mv. o.a. o.l. o.lign. osv. p.a. p.t. pt. t.kr. min. mdr. pct.
stk. a.s. aps.
"""
MAY_BE_LAST = frozenset(_MAY_BE_LAST.split())
"""Abbreviations that may close a sentence: they do where a capital letter follows."""

_STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+(?P<opening>[\"'“”„‘’«»(\[–—-]*)(?P<next>\w|§)|\s*\n)")
_LONGEST_ABBREVIATION = 24
_OPENING = "\"'“”„‘’«»([{*_–—-"
_BREAK = re.compile(r"\n\s*")
_WORD = re.compile(r"[^\W_]")
_DASHES = ("–", "—", "…")
_SIGNS = "".join(chr(code) for code in range(33, 127) if not chr(code).isalnum()) + "“”„‘’«»•·§‚›‹¶†"


def sentences(text: str) -> list[str]:
    """The sentences of a text, without white space around them; a line break ends a sentence.

    What has no letter and no digit is no sentence.
    """
    return [part for line in _BREAK.split(text) for part in _sentences_of_line(line)]


def _sentences_of_line(line: str) -> list[str]:
    found, start = [], 0
    for stop in _STOP.finditer(line):
        if _ends_sentence(line, start, stop):
            found.append(line[start : stop.end()].strip())
            start = stop.end()
    found.append(line[start:].strip())
    return [sentence for sentence in found if _WORD.search(sentence)]


def _ends_sentence(line: str, start: int, stop: re.Match[str]) -> bool:
    following = stop["next"]
    if following is None:
        return True
    begins = following.isupper() or following.isdigit() or bool(stop["opening"])
    if stop[0][0] != "." or stop[0].startswith(".."):
        return begins
    before = line[max(start, stop.start() - _LONGEST_ABBREVIATION) : stop.start() + 1]
    last = before.rsplit(None, 1)[-1].lstrip(_OPENING)
    if not begins or not last:
        return begins
    lower = last.lower()
    if lower in MAY_BE_LAST:
        return following.isupper()
    if lower in NEVER_LAST or (len(last) == 2 and last[0].isupper() and last[0].isalpha()):
        return False
    if last[:-1].isdigit():
        is_marker = not line[start : stop.start() + 1 - len(last)].strip()
        return not is_marker and following.isupper()
    return True


def words(text: str) -> list[str]:
    """The words of a text: what stands between spaces and dashes, without the signs around it.

    Hyphens, apostrophes, slashes and the signs in numbers join (og/eller, 750.000); what has no letter and no digit is
    no word.
    """
    for dash in _DASHES:
        text = text.replace(dash, " ")
    found = [word.strip(_SIGNS) for word in text.split()]
    return [word for word in found if word.isalnum() or any(map(str.isalnum, word))]
