"""What the sentences of a decision state: that something was approved, noted, put off, or is ordered to be done.

Minutes say so actively ("Chefforum godkendte ...", "tog ... til efterretning"), passively ("Indstillingen blev
godkendt", "Sagen udsættes") or in a word ("Godkendt"). Only main clauses state; a clause under besluttede, aftalte or
vedtog states what was decided. What may, shall or could happen, what others did, and what was decided on an earlier
date, is no statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile

from chefforum.calc.danish_clauses import Clause, clauses
from chefforum.calc.danish_dates import MONTHS


class Act(StrEnum):
    """What a statement does."""

    APPROVE = "approve"
    CHANGE = "change"
    NOTE = "note"
    DISCUSS = "discuss"
    POSTPONE = "postpone"
    REFER = "refer"
    REJECT = "reject"
    LAPSE = "lapse"
    CHOOSE = "choose"
    DECIDE = "decide"  # decided something that has no word of its own
    DECIDE_OTHERWISE = "decide otherwise"  # ... that takes the place of what was planned


@dataclass(frozen=True)
class Statement:
    """One act and the words around it, which tell what it was about."""

    act: Act
    about: str


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{text})(?![\w-])", re.IGNORECASE)


_CASE = (
    r"(?:sagen|sagerne|punktet|punkterne|dagsordenspunktet|behandlingen|beslutningen|drøftelsen|temadrøftelsen|"
    r"indstillingen|stillingtagen|emnet|temaet|orienteringen|oplægget|forslaget|"
    r"referatet|dagsordenen|punkt \d+|sag \d+|medlemsforslaget)"
)
_BODY = (
    r"[^\W\d_]*(?:udvalg(?:et|ets|ene)?|byråd(?:et)?|kommunalbestyrelsen?|borgerrepræsentationen|direktion(?:en)?|forum|"
    r"forummet|råd(?:et)?|forvaltning(?:en)?|administration(?:en)?|styregruppen?|chefgruppen?|ledergruppen?|afdeling(?:en)?|"
    r"budgetforhandling(?:er|erne)|budgetlægningen|budget(?:tet)?(?: 20\d\d)?|hovedudvalget|center(?:et)?|MED\w*)"
)
_ACTIVE = (
    (Act.APPROVE, _pattern(
        r"godkend(?:te|er)|tiltr(?:ådte|æder)|vedt(?:og|ager)|bifaldt|bevil(?:ge|lige)(?:de|r)|tilslutte(?:de|r) sig|"
        r"imødek(?:om|ommer)|anbefale(?:de|r)|følger indstillingen|fulgte indstillingen|bakke(?:de|r) op om|"
        r"gav grønt lys|sagde ja til|(?:var|er) (?:\w+ )?opbakning til|"
        r"(?:er|var|blev) enige? i (?:indstillingen|forslaget|planen|oplægget|anbefalingen)|"
        r"støtte(?:de|r)(?= (?:indstillingen|forslaget|planen|oplægget|anbefalingen))"
    )),
    (Act.REJECT, _pattern(
        r"afvis(?:te|er)|afsl(?:og|år)|forkaste(?:de|r)|nedstem(?:te|mer)|sagde nej til|(?<=forslaget )faldt"
    )),
    (Act.NOTE, _pattern(
        r"(?:tog|tager|har taget) (?:[^.]{0,200} )?til (?:efterretning|orientering)|notere(?:de|r) sig"
    )),
    (Act.DISCUSS, _pattern(
        r"drøfte(?:de|r)|diskutere(?:de|r)|debattere(?:de|r)|talte|delte (?:sine |deres )?erfaringer|"
        r"udveksle(?:de|r)(?: erfaringer| synspunkter)?|fortalte på skift|vendte(?! tilbage)|gav input|kom med input|"
        r"(?:havde|tog) en (?:\w+ )?drøftelse|kommentere(?:de|r)|kvalificere(?:de|r)|reflekterede|bød ind med"
    )),
    (Act.POSTPONE, _pattern(
        rf"(?:udsatte|udsætter|udskød|udskyder) (?:\w+ )?(?:af )?{_CASE}|ønske(?:de|r) {_CASE} (?:udsat|udskudt)"
    )),
    (Act.REFER, _pattern(
        rf"(?:henvis(?:te|er)|oversend(?:te|er)|videresend(?:te|er)) (?:[^.]{{0,60}} )?til (?:\w+ ){{0,2}}{_BODY}|"
        rf"sendte {_CASE} (?:tilbage )?til (?:\w+ ){{0,2}}{_BODY}"
    )),
    (Act.CHOOSE, _pattern(r"valgte(?! at)|udpegede|udpeger|udnævn(?:te|er)|nedsatte|nedsætter")),
    (Act.CHANGE, _pattern(r"ændrede(?! sig)|justerede|tilrettede")),
    (Act.DECIDE, _pattern(
        r"beslutte(?:de|r)|aftal(?:te|er)|(?:blev|var|er) (?:enige? om|(?:\w+ )?enighed om)|enedes om|fastlagde|"
        r"fastsatte|valgte at"
    )),
)  # fmt: skip
_DONE = (
    (Act.APPROVE, _pattern(r"godkendt|tiltrådt|vedtaget|bevilget|bevilliget|imødekommet|anbefalet|bifaldet|fulgt")),
    (Act.REJECT, _pattern(r"afvist|afslået|forkastet|nedstemt")),
    (Act.NOTE, _pattern(r"(?:taget )?til efterretning|taget til orientering|til orientering|noteret|orienteret")),
    (Act.DISCUSS, _pattern(r"drøftet|diskuteret|debatteret|kommenteret")),
    (Act.POSTPONE, _pattern(r"udsat|udskudt")),
    (Act.REFER, _pattern(
        rf"(?:henvist|oversendt|videresendt|tilbagesendt|sendt (?:tilbage|retur)) til (?:\w+ ){{0,2}}{_BODY}"
    )),
    (Act.LAPSE, _pattern(r"bortfaldet|udgået|trukket(?: tilbage)?|frafaldet|(?:taget|fjernet) af dagsordenen|aflyst")),
    (Act.CHOOSE, _pattern(r"valgt|udpeget|udnævnt")),
    (Act.DECIDE, _pattern(r"besluttet|aftalt")),
)  # fmt: skip
_BEING_DONE = (
    (Act.APPROVE, _pattern(
        r"godkendes|tiltrædes|vedtages|anbefales|bevilges|bevilliges|imødekommes|indstilles godkendt|følges"
    )),
    (Act.REJECT, _pattern(r"afvises|afslås|forkastes")),
    (Act.NOTE, _pattern(r"tage[ns]?s til (?:efterretning|orientering)|toges til efterretning|noteres")),
    (Act.DISCUSS, _pattern(r"drøftedes|drøftes|diskuteres")),
    (Act.POSTPONE, _pattern(
        r"udsættes|udskydes|udsattes|genoptages|genfremlægges|"
        r"(?:behandles|rykkes|flyttes|tages op|optages)(?: igen)? (?:på|til) (?:et |det )?"
        r"(?:næste |kommende |senere )?mødet?"
    )),
    (Act.REFER, _pattern(
        rf"(?:henvises|oversendes|videresendes|tilbagesendes|sendes(?: tilbage| retur)?) til (?:\w+ ){{0,2}}{_BODY}"
    )),
    (Act.LAPSE, _pattern(r"bortfald(?:er|t)|udgår|udgik|trækkes(?: tilbage)?|frafaldes|tages af dagsordenen|aflyses")),
    (Act.CHOOSE, _pattern(r"udpeges|vælges|udnævnes")),
)  # fmt: skip
_TO_DO = (
    (Act.APPROVE, _pattern(r"godkende|tiltræde|vedtage|imødekomme|anbefale|følge indstillingen|bevilge")),
    (Act.REJECT, _pattern(r"afvise|afslå|forkaste")),
    (Act.NOTE, _pattern(r"tage (?:[^.]{0,200} )?til efterretning")),
    (Act.POSTPONE, _pattern(rf"(?:udsætte|udskyde) (?:\w+ )?(?:af )?{_CASE}")),
    (Act.REFER, _pattern(rf"(?:henvise|oversende|sende) (?:[^.]{{0,60}} )?til (?:\w+ ){{0,2}}{_BODY}")),
    (Act.LAPSE, _pattern(rf"(?:trække {_CASE}|tage {_CASE} af dagsordenen)")),
)  # fmt: skip
_JOINT = re.compile(r" (?:og|men|samt) ")
_CONCERNS_THE_CASE = frozenset((Act.POSTPONE, Act.REFER, Act.LAPSE))

_SHALL = _pattern(
    r"kan|kunne|skal|skulle|vil|ville|bør|burde|må|måtte|ønsker|ønskede|forventer|forventes|forventede|planlægger|"
    r"indstiller|indstillede|foreslår|foreslog|foreslås|forudsætter|mulighed(?:en)? for|stemte|stillede|for at|"
    r"med henblik på|lægges op til|lagde op til|blive"
)
_NOT = _pattern(r"ikke|hverken|ingen af")
_OTHERS = _pattern(
    r"[^\W\d_]*(?:administration(?:en|s)?|forvaltning(?:en)?|sekretariat(?:et)?|direktøren|afdelingschef(?:en)?|centerchef(?:en)?|"
    r"leder(?:en)?|konsulent(?:en|erne)?)|center for \w+|regeringen|folketinget|kl|staten|regionen|ministeriet|"
    r"ankestyrelsen|mindretal(?:let)?|et medlem|venstre|socialdemokrat\w*|enhedslisten|sf|radikale(?: venstre)?|"
    r"(?:det )?konservative(?: folkeparti)?|dansk folkeparti|liberal alliance|alternativet|moderaterne|nye borgerlige|"
    r"liste \w|jeg|man|som"
)
_LETTERS_OF_PARTIES = re.compile(r"^(?:[A-ZÆØÅ]|SF|[A-ZÆØÅ]\w+ [A-ZÆØÅ]\w+)(?:(?:, | og )[A-ZÆØÅ])*\s*$")
_AMENDMENT = _pattern(r"(?:under)?ændringsforslag(?:et|ene)?|modforslag(?:et)?|forslaget fra [^.]{0,60}")
_ARTICLE = re.compile(r"(?:^|\s)(?:den|det|de|en|et|af|med|ny|nye|tidligere|senest|netop|allerede)\s+$", re.IGNORECASE)
_EARLIER = re.compile(
    rf"\b(?:tidligere|sidste møde|seneste møde|forrige møde)\b"
    rf"|^(?:(?:på|i) (?:sit |et |sine )?(?:møde|mødet|møder) )?den [0-9]{{1,2}}\. (?:{'|'.join(MONTHS)})\b"
    rf"|^(?:på (?:sit |et )?møde[t]? )?(?:den|d\.) [0-9]{{1,2}}\. ?(?:{'|'.join(MONTHS)}|[0-9])",
    re.IGNORECASE,
)
_FINITE = _pattern(r"blev|er|var|har|havde|bliver|\w{2,}ede|\w{3,}te|skal|vil|kan|gik|kom|gav|fik|stod|lå")
_HELPER = _pattern(r"blev|bliver|er|har|blevet|hermed|enstemmigt|herefter")
_LATER = _pattern(r"igen|næste møde|kommende møde|senere møde|et senere")


def statements(sentence: str) -> Iterator[Statement]:
    """What one sentence states, as it stands there."""
    found = _without_others(clauses(sentence))
    governing: Act | None = None
    is_changed = _changes(sentence)
    for place, clause in enumerate(found):
        if clause.text.lower() == "til efterretning":
            stated = [Statement(Act.NOTE, found[0].text)] if place == 0 or _TAKES.search(found[0].text) else []
        elif clause.is_main:
            stated = list(_stated(clause))
            governing = stated[-1].act if stated else None
        elif clause.opener == "at" and governing is Act.DECIDE:
            stated = list(_decided(clause))
        elif clause.opener in ("der", "som") and _NO_REMARKS.match(found[0].text):
            stated = list(_stated(Clause(f"Punktet {clause.text}", "", False)))
        elif clause.opener == "at" and _WANTS_NOT.search(found[place - 1].text):
            stated = [Statement(Act.REJECT, clause.text)] if _TO_APPROVE.match(clause.text) else []
        else:
            stated = []
        for statement in stated:
            if statement.act is Act.APPROVE and is_changed:
                statement = Statement(Act.CHANGE, statement.about)
            whole = _with_what_follows(statement, found[place + 1 :])
            if whole:
                yield whole


_TAKES = _pattern(r"\w+ (?:\w+ )?tog|tages|toges|(?:blev|bliver) taget")
# "Der var ingen bemærkninger til dagsordenen, der blev godkendt": here the relative clause decides.
_NO_REMARKS = _pattern(r"(?:der (?:var|kom|indkom) )?ingen (?:bemærkninger|kommentarer)")
_WANTS_NOT = re.compile(r"\bønske(?:r|de) ikke$", re.IGNORECASE)
_TO_APPROVE = _pattern(r"godkende|tiltræde|imødekomme|vedtage|anbefale|gå videre med")


def _with_what_follows(statement: Statement, after: Sequence[Clause]) -> Statement | None:
    """The act with the clauses under it, where what was approved or decided may stand.

    None for "besluttede" over nothing but outcomes ("besluttede at godkende ..."): these are statements themselves.
    """
    if statement.act not in (Act.DECIDE, Act.CHANGE, Act.CHOOSE, Act.APPROVE, Act.DISCUSS):
        return statement
    under = _under(after)
    contents = [clause for clause in under if statement.act is not Act.DECIDE or not list(_decided_by(clause))]
    if under and not contents:
        return None
    about = " ".join((statement.about, *(clause.text for clause in contents)))
    is_otherwise = statement.act is Act.DECIDE and _OTHERWISE.search(about)
    return Statement(Act.DECIDE_OTHERWISE if is_otherwise else statement.act, about)


def _under(after: Sequence[Clause]) -> list[Clause]:
    """The clauses up to the next main clause."""
    return list(takewhile(lambda clause: not clause.is_main, after))


def _decided_by(clause: Clause) -> Iterator[Statement]:
    return _decided(clause) if clause.opener == "at" else iter(())


_OTHERWISE = _pattern(r"i stedet|ændres|rettes|justeres|erstattes|forkortes|forlænges|tilføjes|tilrettes|dog")


def _stated(clause: Clause) -> Iterator[Statement]:
    text = clause.text
    active = _matches(_ACTIVE, text)
    for place, (act, match) in enumerate(active):
        if _is_stated_actively(act, match, text):
            end = active[place + 1][1].start() if place + 1 < len(active) else len(text)
            about = text[match.start() if place else 0 : max(end, match.end())]
            yield from _unless_negated(act, text, match, about)
    if not _SHALL.search(text):
        for act, match in _matches(_DONE, text):
            if _is_stated_passively(act, match, text):
                yield from _unless_negated(act, text, match, text)
        for act, match in _matches(_BEING_DONE, text):
            if _is_being_done(act, match, text):
                yield from _unless_negated(act, text, match, text)
    elif _NOT.search(text) and (refused := _REFUSES.search(text)) and not _is_others(text[: refused.start()]):
        yield Statement(Act.REJECT, text)
    if _AS_RECOMMENDED.search(text):
        yield Statement(Act.APPROVE, "indstillingen")
    if _DISCUSSION.match(text) and not _LATER.search(text):
        yield Statement(Act.DISCUSS, text)


_DISCUSSION = _pattern(r"(?:der (?:var|fandt) )?(?:en )?(?:\w+ )?drøftelse")
_REFUSES = _pattern(r"(?:kan|kunne) ikke (?:godkende|tiltræde|imødekomme|anbefale|tilslutte sig)s?")
_AS_RECOMMENDED = _pattern(r"som indstillet|efter indstillingen|i overensstemmelse med indstillingen")


def _matches(table: Sequence[tuple[Act, re.Pattern[str]]], text: str) -> list[tuple[Act, re.Match[str]]]:
    found = [(act, match) for act, pattern in table if (match := pattern.search(text))]
    return sorted(found, key=lambda entry: entry[1].start())


def _is_stated_actively(act: Act, match: re.Match[str], text: str) -> bool:
    before, after = text[: match.start()], text[match.end() :].strip()
    if _ARTICLE.search(before) or _SHALL.search(before) or _is_others(before) or _EARLIER.search(after[:40]):
        return False
    if _EARLIER.search(before) or _OTHERS.match(after) or _AMENDMENT.search(after[:60]):
        return False
    is_present = match[0].split()[0].endswith("r")
    if is_present and not before.strip(" •·-–*"):  # "godkender planen" is an item of a list of recommendations
        return False
    return not (act is Act.DISCUSS and is_present and _LATER.search(text))


def _without_others(found: list[Clause]) -> list[Clause]:
    """Without the main clauses that go on with somebody else's doings: "Liste B stemte imod og ønsker ..."."""
    kept: list[Clause] = []
    is_others = False
    for clause in found:
        if clause.is_main:
            begins = _OTHERS.match(clause.text)
            goes_on = re.match(r"[^\W\d_]+(?:er|ede|te)\b", clause.text)
            continues = clause.is_joined and is_others and goes_on is not None
            is_others = begins is not None or continues
            if continues:
                continue
        kept.append(clause)
    return kept


def _is_others(subject: str) -> bool:
    """Whether somebody else than the meeting acts; a majority acts for the meeting."""
    if "flertal" in subject.lower():
        return False
    return _OTHERS.search(subject) is not None or _LETTERS_OF_PARTIES.match(subject) is not None


def _is_stated_passively(act: Act, match: re.Match[str], text: str) -> bool:
    """ "Indstillingen blev godkendt", "Sagen udsat", "Til efterretning"."""
    before = text[: match.start()]
    if _ARTICLE.search(before) or _EARLIER.search(text) or _AMENDMENT.search(before) or _is_others(before):
        return False
    after = text[match.end() :].strip()
    if _EARLIER.match(after) or (act is not Act.LAPSE and re.match(r"(?:af|i|fra) (?!dag\b)", after)):
        return False
    if after.startswith(("ved ", "under ")):
        return False
    subject = _HELPER.sub(" ", before).strip()
    helpers = {word.lower() for word in _HELPER.findall(before)}
    if act in _CONCERNS_THE_CASE and subject and not re.search(_CASE, subject, re.IGNORECASE):
        return False
    is_phrase = match[0].lower().startswith("taget til")  # only decisions are said so
    if not is_phrase and helpers & {"er", "har"} and not re.search(_CASE, subject, re.IGNORECASE):
        return False
    if act is Act.NOTE and match[0].lower() in ("til orientering", "orienteret", "noteret"):
        return not subject
    return bool(helpers & {"blev", "bliver", "er", "blevet"}) or not _FINITE.search(before)


def _is_being_done(act: Act, match: re.Match[str], text: str) -> bool:
    """ "Indstillingen godkendes", "Punktet udgår": the present passive of a decision about the case."""
    subject = text[: match.start()].strip()
    if _AMENDMENT.search(subject) or _is_others(subject) or _ARTICLE.search(f"{subject} "):
        return False
    if act is Act.DISCUSS and _LATER.search(text):
        return False
    if act in _CONCERNS_THE_CASE or act is Act.DISCUSS:
        return not subject or re.match(_CASE, subject, re.IGNORECASE) is not None
    is_late = len(subject.split()) > 8 or _FINITE.search(subject) is not None
    return not is_late and subject.lower() != "der"


def _unless_negated(act: Act, text: str, match: re.Match[str], about: str) -> Iterator[Statement]:
    before = _JOINT.split(text[max(0, match.start() - 25) : match.start()])[-1]
    after = _JOINT.split(text[match.end() : match.end() + 12])[0]
    near = before + match[0] + after
    if not _NOT.search(near):
        yield Statement(act, about)
    elif act is Act.APPROVE:
        yield Statement(Act.REJECT, text)


def _decided(clause: Clause) -> Iterator[Statement]:
    """What a clause under "besluttede" says: "at godkende ...", "at sagen udsættes"; nothing for other things."""
    text = clause.text
    for table in (_TO_DO, _BEING_DONE):
        for act, match in _matches(table, text):
            subject = text[: match.start()].strip()
            names_case = not subject or re.match(_CASE, subject, re.IGNORECASE) is not None
            if names_case or (table is _TO_DO and len(subject.split()) <= 1):
                yield from _unless_negated(act, text, match, text)
                return


_CHANGES = _pattern(
    r"med (?:den|følgende|disse|de|en|et|enkelte|mindre|nogle|flere|få)?\s?(?:\w+ )?"
    r"(?:ændring|tilføjelse|præcisering|justering|rettelse|tilretning)(?:en|er|erne|r|rne)?|"
    r"med undtagelse af|dog (?:således|at|med|udgår|skal|uden|ikke)|"
    r"i (?:ændret|revideret|tilrettet|justeret) form|som ændret|"
    r"undtagen (?:punkt|pkt)|med det vedtagne ændringsforslag|idet [^.]{0,80}(?:ændres|rettes|udgår|tilføjes)"
)


def _changes(sentence: str) -> bool:
    return _CHANGES.search(sentence) is not None


_AMENDMENT_PASSED = re.compile(
    r"\b(?:ændringsforslag(?:et|ene)?)\b[^.\n]{0,120}\bblev (?:\w+ )?(?:godkendt|vedtaget)\b(?! ikke)", re.IGNORECASE
)


def amendment_passed(text: str) -> bool:
    """Whether the text says that an amendment was carried, so that what was approved afterwards was changed."""
    return _AMENDMENT_PASSED.search(text) is not None


_MEETING_ASKS = _pattern(
    r"efterspurgte|efterspørger|bad|beder|anmodede|anmoder|bestilte|bestiller|ønskede|ønsker|pålagde|pålægger|"
    r"opfordrede|opfordrer|bemyndigede|bemyndiger|gav (?:\w+ ){1,3}(?:mandat|til opgave)|gav mandat"
)
_ACTOR = (
    r"(?:[^\W\d_]*(?:administrationen|forvaltningen|sekretariatet|direktøren|chefen|cheferne|direktionen|arbejdsgruppen|"
    r"styregruppen|formanden|lederen|lederne|projektgruppen|konsulenten|konsulenterne|udvalget|forummet|chefforum)|"
    r"(?:hver|alle|den enkelte|de enkelte) [^\W\d_]*(?:chef|chefer|leder|direktør|direktører|afdeling|afdelinger)|"
    r"afdelingschef \w+|center for [\w, ]{3,40}|afdelingerne)"
)
# Somebody is named by two names or more; "Lindeby Kommune" and "Region Midtjylland" are no persons.
_HOUSE = r"(?:kommune|kommunen|region|regioner|[^\W\d_]*(?:styrelsen|ministeriet|foreningen|rådet)|danmark|danske)\b"
_NAME = rf"(?!{_HOUSE})(?-i:[A-ZÆØÅ])[\w'-]*\.?"
_PERSON = rf"{_NAME}(?: {_NAME}){{1,3}}"
_ACTOR_ACTS = re.compile(
    rf"^(?:{_ACTOR}(?: [^\W\d_&]+){{0,6}}?|{_PERSON}(?:,? (?:og )?{_PERSON})*) "
    r"(?:skal|udarbejder|undersøger|vender tilbage|følger op|fremlægger|udsender|sender|"
    r"indkalder|kontakter|afklarer|inviterer|planlægger|arbejder videre|går videre|sørger for|melder|"
    r"indhenter|bestiller|afholder|laver|skriver|gennemfører|tilretter|"
    r"bringer|forelægger|koordinerer|tager kontakt|tager initiativ|kommer med|udpeger|indstiller)\b",
    re.IGNORECASE,
)
_IS_TO_BE_DONE = re.compile(
    r"^(?:der|herefter|derudover|endvidere)\s+(?:skal |der )?(?:udarbejdes|indkaldes|afholdes|holdes|følges op|"
    r"arbejdes videre|fremlægges|tages kontakt|tages initiativ|laves|sendes|udsendes|planlægges|gennemføres|nedsættes|"
    r"iværksættes|oprettes|indhentes|skal)\b"
    rf"|^{_CASE}(?: \w+){{0,3}} (?:sættes på|tages op|forelægges|fremlægges)\b",
    re.IGNORECASE,
)
_FOR_THE_RECORD = _pattern(r"protokol\w*|ført til referat|tilføjet referatet")


def orders_something(sentence: str) -> bool:
    """Whether the sentence orders something to be done: decided, asked for, or given to somebody to do."""
    if _FOR_THE_RECORD.search(sentence):
        return False
    found = _without_others(clauses(sentence))
    has_meeting_acted = False
    for place, clause in enumerate(found):
        if not clause.is_main:
            continue
        acts = {statement.act for statement in _stated(clause)}
        if acts & {Act.CHOOSE, Act.CHANGE} or (Act.DECIDE in acts and _decides_more(found[place + 1 :], clause.text)):
            return True
        if _asks_somebody(clause.text):
            return True
        if clause.is_joined and has_meeting_acted and re.match(r"skal\b", clause.text, re.IGNORECASE):
            return True
        has_meeting_acted = has_meeting_acted or bool(acts)
    return False


def _asks_somebody(text: str) -> bool:
    asked = _MEETING_ASKS.search(text)
    if asked and not _is_others(text[: asked.start()]) and not _NOT.search(text[asked.end() : asked.end() + 8]):
        return True
    return _ACTOR_ACTS.match(text) is not None or _IS_TO_BE_DONE.match(text) is not None


def _decides_more(after: Sequence[Clause], text: str) -> bool:
    """Whether what follows "besluttede" is more than an outcome such as "at godkende indstillingen"."""
    contents = [clause for clause in _under(after) if clause.opener == "at"]
    if not contents:
        return not _AS_RECOMMENDED.search(text)
    return any(not list(_decided(clause)) for clause in contents)
