"""The addresses of what laws ask of the school's system, and of the competence that one alone has."""

from __future__ import annotations

from typing import Any

from tests.access_calls import Call, get, post
from tests.world import NO_SUCH_ID, World


def answer(world: World) -> dict[str, Any]:
    return {
        "status": "fulfilled",
        "choice": "minimal",
        "ground": "Set på igen",
        "seen": str(world.compliance.answer.pk),
        "word": str(world.compliance.word.pk),
    }


def need(world: World) -> dict[str, Any]:
    return {"behov-system": str(world.it.system.pk), "behov-level": "2", "behov-persons": "3"}


def held(world: World) -> dict[str, Any]:
    return {"antal-unit": str(world.lindeby.units["3100"].pk), "antal-level": "2", "antal-persons": "4"}


def named(world: World) -> dict[str, Any]:
    return {
        "noegle-need": str(world.compliance.key_person.need_id),
        "noegle-named": str(world.person("auditor").pk),
        "noegle-purpose": "Afløser i sommerferien",
    }


def step(world: World) -> dict[str, Any]:
    return {
        "competence": str(world.compliance.competence.pk),
        "text": "Sidemandsoplæring",
        "unit": str(world.lindeby.units["3100"].pk),
        "state": "planned",
    }


def competence(world: World) -> dict[str, Any]:
    return {"code": "DB", "name": "Databaser"}


def of_the_school(code: str = "ai_class") -> Any:
    return lambda world: (world.it.system.pk, code)


def the_competence(world: World) -> tuple[Any, ...]:
    return (world.compliance.competence.pk,)


CALLS: dict[str, dict[str, Call]] = {
    "it_portfolio:compliance": {
        "": get(),
        "a law": get(query="?lov=ai&svar=open&kritisk=ved_ikke&uenig=on"),
        "no such choice": get(query="?lov=vejr&enhed=x&svar=y"),
    },
    "it_portfolio:compliance_first": {"": get()},
    "it_portfolio:compliance_vendors": {"": get()},
    "it_portfolio:compliance_file": {
        "a spreadsheet": get(lambda world: ("xlsx",)),
        "a document": get(lambda world: ("docx",)),
        "does not exist": get(lambda world: ("exe",)),
    },
    "it_portfolio:compliance_kitos": {"": post()},
    "it_portfolio:compliance_undo": {
        "the IT manager's": post(posted=lambda world: {"batch": str(world.compliance.answer.batch)}),
        "nothing named": post(),
    },
    "it_portfolio:compliance_system": {
        "the school's": get(lambda world: (world.it.system.pk,)),
        "nobody's": get(lambda world: (world.it.installation.pk,)),
        "removed": get(lambda world: (world.it.removed.pk,)),
        "does not exist": get(lambda world: (NO_SUCH_ID,)),
    },
    "it_portfolio:compliance_answer": {
        "the school's": get(of_the_school()),
        "answered": post(of_the_school(), answer),
        "without a choice": post(of_the_school(), lambda world: answer(world) | {"choice": ""}),
        "nobody's": get(lambda world: (world.it.installation.pk, "nis2_owner")),
        "nobody's, answered": post(
            lambda world: (world.it.installation.pk, "nis2_owner"), lambda world: {"status": "open"}
        ),
        "no such requirement": get(of_the_school("vejret")),
    },
    "it_portfolio:competences": {"": get(), "a unit": get(query="?enhed=x")},
    "it_portfolio:competences_file": {"": get()},
    "it_portfolio:competence_new": {
        "": get(),
        "made": post(posted=competence),
        "a code that is used": post(posted=lambda world: competence(world) | {"code": "mat"}),
    },
    "it_portfolio:competence": {
        "needed by the school's": get(the_competence),
        "needed by none": get(lambda world: (world.compliance.unused.pk,)),
        "does not exist": get(lambda world: (NO_SUCH_ID,)),
    },
    "it_portfolio:competence_change": {
        "": get(the_competence),
        "changed": post(the_competence, competence),
        "removed, with needs": post(the_competence, lambda world: {"fjern": "1"}),
        "removed": post(lambda world: (world.compliance.unused.pk,), lambda world: {"fjern": "1"}),
        "does not exist": get(lambda world: (NO_SUCH_ID,)),
    },
    "it_portfolio:competence_need": {
        "said": post(the_competence, need),
        "no number": post(the_competence, lambda world: need(world) | {"behov-persons": "mange"}),
        "does not exist": post(lambda world: (NO_SUCH_ID,), need),
    },
    "it_portfolio:competence_held": {
        "said": post(the_competence, held),
        "no number": post(the_competence, lambda world: held(world) | {"antal-persons": "mange"}),
        "does not exist": post(lambda world: (NO_SUCH_ID,), held),
    },
    "it_portfolio:competence_key_person": {
        "named": post(the_competence, named),
        "without a purpose": post(the_competence, lambda world: named(world) | {"noegle-purpose": ""}),
        "removed": post(the_competence, lambda world: {"fjern": str(world.compliance.key_person.pk)}),
        "no such": post(the_competence, lambda world: {"fjern": str(NO_SUCH_ID)}),
    },
    "it_portfolio:competence_plan": {"": get(), "planned": get(query="?status=planned")},
    "it_portfolio:competence_step_new": {
        "": get(),
        "made": post(posted=step),
        "without words": post(posted=lambda world: step(world) | {"text": ""}),
    },
    "it_portfolio:competence_step": {
        "the school's": get(lambda world: (world.compliance.step.pk,)),
        "changed": post(lambda world: (world.compliance.step.pk,), step),
        "removed": post(lambda world: (world.compliance.step.pk,), lambda world: {"goer": "fjern"}),
        "does not exist": get(lambda world: (NO_SUCH_ID,)),
    },
}
