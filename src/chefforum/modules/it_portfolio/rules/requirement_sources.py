"""What the words, paragraph and day of each requirement were held against, and what nobody has held against anything.
The law itself counts: here stands only which copy of it, or whose account of it, was read, and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from .requirements import Law

HELD_ON = dt.date(2026, 11, 27)


@dataclass(frozen=True)
class Held:
    """`against`: what was read, "" for nothing; `not_held`: the part of the requirement that it did not say."""

    against: str
    not_held: str = ""


GDPR_TEXT = "forordningens danske tekst (gdprinfo.eu, gdpr-text.com)"
NIS2_TEXT = "lovens tekst (lovguiden.dk, § 6)"
AI_CHANGED = "gengivelser af ændringen i forordning (EU) 2026/1744"
OUR_INTERVAL = "Hvor tit, siger loven ikke. Den tid, der regnes med her, er sat af systemet."
HELD: dict[str, Held] = {
    "gdpr_agreement": Held(f"{GDPR_TEXT}, artikel 28"),
    "gdpr_oversight": Held(
        f"{GDPR_TEXT}, artikel 28, stk. 1; stk. 3, litra h, kun efter omtale (gdprsummary.com)", OUR_INTERVAL
    ),
    "gdpr_risk": Held(f"{GDPR_TEXT}, artikel 32, stk. 1 og 2", OUR_INTERVAL),
    "gdpr_risk_plan": Held(f"{GDPR_TEXT}, artikel 32, stk. 1", "At det skal stå i en plan, siger loven ikke."),
    "gdpr_dpia": Held(f"{GDPR_TEXT}, artikel 35, stk. 1 og stk. 3, litra b"),
    "gdpr_transfer": Held(f"{GDPR_TEXT}, artikel 44, 45 og 46"),
    "nis2_criticality": Held(f"{NIS2_TEXT}, stk. 1, nr. 1 og 9", "Ordet “kritisk system” står ikke i loven."),
    "nis2_owner": Held(f"{NIS2_TEXT}, stk. 1, nr. 9", "At der skal være én ejer, siger loven ikke."),
    "nis2_contract": Held(f"{NIS2_TEXT}, stk. 1, nr. 4 og 5"),
    "nis2_contingency": Held(f"{NIS2_TEXT}, stk. 1, nr. 3 og 6", OUR_INTERVAL),
    "nis2_supplier": Held(f"{NIS2_TEXT}, stk. 1, nr. 4", OUR_INTERVAL),
    "ai_class": Held(f"digst.dk om artikel 4 og 5, og {AI_CHANGED}", "Artikel 6 og bilag III er ikke læst."),
    "ai_role": Held("omtale af artikel 3, nr. 3 og 4 (docs.modulos.ai)", "Den danske tekst af artikel 3 er ikke læst."),
    "ai_literacy": Held(f"{AI_CHANGED}, artikel 4 i den nye ordlyd, og digst.dk om dagen"),
    "ai_high": Held(f"artikel 26 på engelsk (overview.legal), omtale af artikel 27, og {AI_CHANGED}, artikel 113"),
    "ai_transparency": Held(f"artikel 50 på engelsk (annotated.nl), og {AI_CHANGED}"),
    "web_scope": Held("lovens § 1 (elov.dk), og digst.dk om intranet og om interne sags- og fagsystemer"),
    "web_access": Held("lovens § 3 (elov.dk)", OUR_INTERVAL),
    "web_statement": Held("digst.dk om § 4 og bekendtgørelse nr. 904 af 22. august 2019", "§ 4 selv er ikke læst."),
}
# Of whole laws: what nobody has held against the law itself.
LAW_NOT_HELD = {
    Law.GDPR: "",
    Law.NIS2: "At kommuner er omfattet, er set i omtale af lovforslaget (jura360.dk). Bilag 1 er ikke læst, så det "
    "skal kommunens jurister sige. Dagen, den trådte i kraft, er set i omtale (iuno.law).",
    Law.AI: "Ændringen fra juli 2026 er ikke læst i EU-Tidende, men hos flere, der gengiver den.",
    Law.WEB: "Senere ændringer af loven er kun set i omtale (elov.dk, videncenter.kl.dk).",
}
NOT_HELD = "Ikke efterprøvet"


def held_of(code: str) -> Held:
    """Nothing at all where nobody has held the requirement against anything."""
    return HELD.get(code, Held("", NOT_HELD))
