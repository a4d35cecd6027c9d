"""SQL that reads text columns as amounts, dates and months: one expression for the value, one for what is wrong with
it.

All work is DuckDB's, on whole columns. Nothing is guessed line by line: a file writes its numbers and dates in one
way, and
what is written in another is refused with that as the reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..rules.words import BudgetKind
from .mapping import DATE_FORMAT_NAMES, NUMBER_FORMAT_NAMES, DateFormat, NumberFormat
from .sources.batches import TYPED

MOST_OERE = 10**15  # ten thousand milliards kroner: a line above it is an error, and no sum of lines overflows
FIRST_YEAR, LAST_YEAR = 1990, 2100
FIRST_YEAR_OF_EMPLOYMENT = 1940
OPEN_ENDED = r"\x01?(?:9999-12-31(?:[T ].*)?|31[-./]12[-./]9999|99991231(?:\.0)?|2958465(?:\.0)?)"
VACANT = ("vakant", "ledig", "ubesat")  # in place of an employee's number
YES, NO = ("ja", "j", "x", "1", "true", "sand"), ("", "nej", "n", "0", "false", "falsk")
MARK = f"chr({ord(TYPED)})"
CPR = r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d-\d{4}"
CPR_BARE = r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{6}"

_DANISH = r"(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d{0,2}0*)?"
_ENGLISH = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{0,2}0*)?"
_SIGNED = r"(?:[-+]?{0}|{0}-|\({0}\))"
NUMBERS = {
    NumberFormat.DANISH: _SIGNED.format(_DANISH),
    NumberFormat.ENGLISH: _SIGNED.format(_ENGLISH),
}
DATES = {
    DateFormat.ISO: r"\d{4}-\d{1,2}-\d{1,2}(?:[T ].*)?",
    DateFormat.DAY_FIRST: r"\d{1,2}[-./]\d{1,2}[-./]\d{4}",
    DateFormat.DAY_FIRST_SHORT: r"\d{1,2}[-./]\d{1,2}[-./]\d{2}",
    DateFormat.COMPACT: r"(?:19|20)\d{6}",
    DateFormat.SERIAL: r"[2-7]\d{4}(?:[.,]\d+)?",
}
BUDGET_WORDS = {
    BudgetKind.ORIGINAL: ("original", "oprindelig", "oprindeligt", "oprindeligt budget", "vedtaget", "vedtaget budget"),
    BudgetKind.SUPPLEMENTARY: ("supplementary", "tillæg", "tillægsbevilling"),
    BudgetKind.TRANSFER: ("transfer", "omplacering", "flytning"),
    BudgetKind.CARRIED: ("carried", "overført", "overførsel", "overført fra året før"),
}


@dataclass(frozen=True)
class Read:
    """A value as SQL, null where it cannot be read; and then what is wrong, null where nothing is."""

    value: str
    problem: str


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def plain(column: str) -> str:
    """The column's text, as a code or words: without the mark of typed values and the .0 of whole numbers."""
    bare = f"trim(substr({column}, 2))"
    typed = f"regexp_replace({bare}, '\\.0$', '')"
    return f"CASE WHEN starts_with({column}, {MARK}) THEN {typed} ELSE trim({column}) END"


def _number_text(column: str) -> str:
    blanks = "' ' || chr(160) || chr(8239) || chr(8217) || '''"
    bare = f"translate(trim({column}), {blanks}', '')"
    return f"replace(replace({bare}, chr(8722), '-'), chr(8211), '-')"


def number_matches(column: str, form: NumberFormat) -> str:
    return f"regexp_full_match({_number_text(column)}, {quoted(NUMBERS[form])})"


def amount(column: str, danish: str, form: NumberFormat, *, is_required: bool = True) -> Read:
    """Whole øre. More than two decimals are refused rather than rounded."""
    text = _number_text(column)
    point, thousands = (",", ".") if form == NumberFormat.DANISH else (".", ",")
    # Most amounts are written in the shortest way: then the øre are the digits without the point.
    is_short = f"regexp_full_match({column}, {quoted(f'-?[0-9]{{1,12}}[{point}][0-9][0-9]')})"
    short = f"CAST(replace({column}, {quoted(point)}, '') AS BIGINT)"
    digits = f"replace(translate({text}, {quoted('+-()' + thousands)}, ''), {quoted(point)}, '.')"
    negative = f"(contains({text}, '-') OR starts_with({text}, '('))"
    written = f"(CASE WHEN {negative} THEN '-' ELSE '' END) || {digits}"
    is_typed = f"starts_with({column}, {MARK})"
    kroner = (
        f"CASE WHEN {is_typed} THEN try_cast(substr({column}, 2) AS DECIMAL(24, 4)) "
        f"WHEN {number_matches(column, form)} THEN try_cast({written} AS DECIMAL(24, 4)) END"
    )
    is_whole = f"({kroner}) = CAST(({kroner}) AS DECIMAL(24, 2))"
    is_within = f"abs({kroner}) <= {MOST_OERE // 100}"
    oere = f"CASE WHEN {is_within} AND {is_whole} THEN CAST(({kroner}) * 100 AS BIGINT) END"
    other = NumberFormat.ENGLISH if form == NumberFormat.DANISH else NumberFormat.DANISH
    mixed = f"{danish}: tallet er ikke skrevet som resten af filens ({NUMBER_FORMAT_NAMES[form]})."
    problem = (
        f"CASE WHEN trim({column}) IN ('', {MARK}) THEN {quoted(danish + ' mangler.') if is_required else 'NULL'} "
        f"WHEN NOT {is_typed} AND NOT {number_matches(column, form)} THEN "
        f"CASE WHEN {number_matches(column, other)} THEN {quoted(mixed)} "
        f"ELSE {quoted(f'{danish} kan ikke læses som et tal med højst to decimaler.')} END "
        f"WHEN ({kroner}) IS NULL THEN CASE WHEN try_cast(substr({column}, 2) AS DOUBLE) IS NULL AND {is_typed} "
        f"THEN {quoted(f'{danish} kan ikke læses som et tal.')} ELSE {quoted(f'{danish} er for stort.')} END "
        f"WHEN NOT {is_within} THEN {quoted(f'{danish} er for stort.')} "
        f"ELSE {quoted(f'{danish} har flere end to decimaler.')} END"
    )
    return Read(f"CASE WHEN {is_short} THEN {short} ELSE {oere} END", problem)


def date_matches(column: str, form: DateFormat) -> str:
    return f"regexp_full_match(trim({column}), {quoted(DATES[form])})"


def _parsed_date(text: str, form: DateFormat) -> str:
    if form == DateFormat.ISO:
        return f"try_cast(left({text}, 10) AS DATE)"
    if form == DateFormat.DAY_FIRST:
        return f"CAST(try_strptime(translate({text}, './', '--'), '%d-%m-%Y') AS DATE)"
    if form == DateFormat.DAY_FIRST_SHORT:
        return f"CAST(try_strptime(translate({text}, './', '--'), '%d-%m-%y') AS DATE)"
    if form == DateFormat.COMPACT:
        return f"CAST(try_strptime({text}, '%Y%m%d') AS DATE)"
    return f"DATE '1899-12-30' + try_cast(left({text}, 5) AS INTEGER)"


def end_date(column: str, danish: str, form: DateFormat, *, is_included: bool) -> Read:
    """The first day on which something no longer holds, from a column with that day or, `is_included`, with the last
    day on which it does. The last day of the year 9999 is how systems write that there is no end."""
    read = date(column, danish, form, is_required=False, first_year=FIRST_YEAR_OF_EMPLOYMENT)
    is_open = f"regexp_full_match(trim({column}), {quoted(OPEN_ENDED)})"
    after = f"({read.value}) + 1" if is_included else read.value
    return Read(f"CASE WHEN NOT {is_open} THEN {after} END", f"CASE WHEN NOT {is_open} THEN {read.problem} END")


def date(column: str, danish: str, form: DateFormat, *, is_required: bool, first_year: int = FIRST_YEAR) -> Read:
    """A day; what the file itself says is a date needs no form."""
    text = f"trim({column})"
    typed_text = f"substr({column}, 2)"
    is_typed = f"starts_with({column}, {MARK})"
    typed = (
        f"CASE WHEN regexp_full_match({typed_text}, {quoted(DATES[DateFormat.SERIAL])}) "
        f"THEN {_parsed_date(typed_text, DateFormat.SERIAL)} "
        f"WHEN regexp_full_match(regexp_replace({typed_text}, '\\.0$', ''), {quoted(DATES[DateFormat.COMPACT])}) "
        f"THEN {_parsed_date('left(' + typed_text + ', 8)', DateFormat.COMPACT)} "
        f"ELSE {_parsed_date(typed_text, DateFormat.ISO)} END"
    )
    found = f"CASE WHEN {is_typed} THEN {typed} WHEN {date_matches(column, form)} THEN {_parsed_date(text, form)} END"
    if form == DateFormat.DAY_FIRST:  # turned about, which is much quicker than to read by a pattern
        is_short = f"regexp_full_match({column}, '[0-9]{{2}}[-./][0-9]{{2}}[-./][0-9]{{4}}')"
        turned = f"substr({column}, 7, 4) || '-' || substr({column}, 4, 2) || '-' || substr({column}, 1, 2)"
        found = f"CASE WHEN {is_short} THEN try_cast({turned} AS DATE) ELSE {found} END"
    within = f"BETWEEN DATE '{first_year}-01-01' AND DATE '{LAST_YEAR}-12-31'"
    value = f"CASE WHEN ({found}) {within} THEN {found} END"
    others = " OR ".join(date_matches(column, other) for other in DATES if other != form)
    mixed = f"{danish}: datoen er ikke skrevet som resten af filens ({DATE_FORMAT_NAMES[form]})."
    problem = (
        f"CASE WHEN trim({column}) IN ('', {MARK}) THEN {quoted(danish + ' mangler.') if is_required else 'NULL'} "
        f"WHEN NOT {is_typed} AND NOT {date_matches(column, form)} AND ({others}) THEN {quoted(mixed)} "
        f"WHEN ({found}) IS NULL THEN {quoted(f'{danish}: datoen findes ikke.')} "
        f"ELSE {quoted(f'{danish}: årstallet kan ikke passe.')} END"
    )
    return Read(value, problem)


def period(column: str, danish: str, *, is_required: bool) -> Read:
    """Year and month in any order and with anything between; months 13 to 15 are the year's closing, counted in
    December."""
    text = f"regexp_replace(trim(ltrim({column}, {MARK})), '\\.0$', '')"
    year_first, month_first = r"(\d{4})[-./M ]?(\d{1,2})(?:[-./]\d{1,2}.*)?", r"(\d{1,2})[-./ ](\d{4})"
    matches_year_first = f"regexp_full_match({text}, {quoted(year_first)})"
    matches_month_first = f"regexp_full_match({text}, {quoted(month_first)})"

    def part(pattern: str, group: int) -> str:
        return f"try_cast(regexp_extract({text}, {quoted(pattern)}, {group}) AS INTEGER)"

    def either(when_year_first: int, when_month_first: int) -> str:
        return (
            f"CASE WHEN {matches_year_first} THEN {part(year_first, when_year_first)} "
            f"WHEN {matches_month_first} THEN {part(month_first, when_month_first)} END"
        )

    year, month = either(1, 2), either(2, 1)
    value = f"({year}) * 100 + least({month}, 12)"
    good = f"({year}) BETWEEN {FIRST_YEAR} AND {LAST_YEAR} AND ({month}) BETWEEN 1 AND 15"
    problem = (
        f"CASE WHEN {text} = '' THEN {quoted(danish + ' mangler.') if is_required else 'NULL'} "
        f"WHEN NOT coalesce({good}, false) THEN {quoted(f'{danish} kan ikke læses som år og måned.')} END"
    )
    return Read(f"CASE WHEN {good} THEN {value} END", problem)


def year(column: str, danish: str) -> Read:
    value = f"try_cast({plain(column)} AS INTEGER)"
    good = f"coalesce({value} BETWEEN {FIRST_YEAR} AND {LAST_YEAR}, false)"
    problem = f"CASE WHEN NOT {good} THEN {quoted(f'{danish} kan ikke læses som et årstal.')} END"
    return Read(f"CASE WHEN {good} THEN {value} END", problem)


def share(column: str, danish: str) -> Read:
    """A share from 0 to 1.5, written 0,81 or 81 %."""
    text = f"replace(replace({plain(column)}, ' ', ''), ',', '.')"
    number = f"try_cast(rtrim({text}, '%') AS DECIMAL(18, 8))"
    value = f"CASE WHEN ends_with({text}, '%') THEN ({number}) / 100 ELSE {number} END"
    good = f"coalesce(({value}) BETWEEN 0 AND 1.5, false)"
    problem = (
        f"CASE WHEN {plain(column)} = '' THEN {quoted(danish + ' mangler.')} "
        f"WHEN NOT {good} THEN {quoted(f'{danish} skal være en andel fra 0 til 1 eller i procent (81 %).')} END"
    )
    return Read(f"CASE WHEN {good} THEN CAST({value} AS DECIMAL(9, 6)) END", problem)


def yes(column: str, danish: str) -> Read:
    """Yes or no; empty is no."""
    word = f"lower({plain(column)})"
    value = f"CASE WHEN {_among(word, YES)} THEN true WHEN {_among(word, NO)} THEN false END"
    problem = f"CASE WHEN ({value}) IS NULL THEN {quoted(f'{danish}: skriv ja eller nej.')} END"
    return Read(value, problem)


def employee(column: str) -> Read:
    """An employee's number; null where the position is vacant, which some systems write as a word."""
    return Read(
        f"CASE WHEN NOT {_among(f'lower({plain(column)})', VACANT)} THEN {masked(nothing_is_null(column))} END", "NULL"
    )


def _among(word: str, words: tuple[str, ...]) -> str:
    return f"{word} IN ({', '.join(quoted(one) for one in words)})"


def nothing_is_null(column: str) -> str:
    return f"nullif({plain(column)}, '')"


def text(column: str, danish: str, *, is_required: bool) -> Read:
    """Words or a code; what looks like a CPR number is covered."""
    value = masked(nothing_is_null(column))
    problem = f"CASE WHEN {plain(column)} = '' THEN {quoted(danish + ' mangler.')} END" if is_required else "NULL"
    return Read(value, problem)


def masked(expression: str) -> str:
    looks_so = f"contains({expression}, '-') AND regexp_matches({expression}, {quoted(CPR)})"
    covered = f"regexp_replace({expression}, {quoted(CPR)}, '******-****', 'g')"
    return f"CASE WHEN {looks_so} THEN {covered} ELSE {expression} END"


def budget_kind(column: str, danish: str, otherwise: str) -> Read:
    word = f"lower({plain(column)})"
    cases = " ".join(f"WHEN {_among(word, words)} THEN {quoted(kind.value)}" for kind, words in BUDGET_WORDS.items())
    value = f"CASE WHEN {word} = '' THEN {quoted(otherwise)} {cases} END"
    problem = f"CASE WHEN ({value}) IS NULL THEN {quoted(f'{danish} kendes ikke.')} END"
    return Read(value, problem)


def authorised_account(column: str, danish: str) -> Read:
    """The sixteen digits, whatever stands between them."""
    digits = f"regexp_replace({plain(column)}, '[\\s.\\-_/]', '', 'g')"
    good = f"regexp_full_match({digits}, '\\d{{16}}')"
    problem = (
        f"CASE WHEN {plain(column)} = '' THEN {quoted(danish + ' mangler.')} "
        f"WHEN NOT {good} THEN {quoted(f'{danish} er ikke en kontostreng på 16 cifre.')} END"
    )
    return Read(f"CASE WHEN {good} THEN {digits} END", problem)
