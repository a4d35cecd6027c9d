"""The report as a document that can be laid with an item, and what it tells of costs."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from chefforum.kernel.access.rules import Actor
from chefforum.kernel.documents.registry import AsAttachment, DocumentKind, Material, made_on, register_document_kind
from chefforum.modules.it_costs.rules.report import register_section
from chefforum.web import danish

from ..access import READ_REPORT
from ..documents.report import report_document
from ..forms.report import ReportDocumentForm
from ..queries import report_of_parts
from ..queries.report import frozen_report, report_now
from ..queries.report_of_costs import average_section, costs_section, why_section
from ..queries.report_of_costs import register_section as of_register
from ..rules.plan_offers import register_offers

# What it tells of each, and the page where one fills it.
PARTS = {
    "register": (of_register, "it_costs:systems"),
    "costs": (costs_section, "it_costs:costs"),
    "validation": (report_of_parts.validation_section, "it_costs:extracts"),
    "why": (why_section, "it_costs:why"),
    "average": (average_section, "it_costs:average_year"),
    "selection": (report_of_parts.selection_section, "it_portfolio:selections"),
    "compliance": (report_of_parts.compliance_section, "it_portfolio:compliance"),
    "competences": (report_of_parts.competences_section, "it_portfolio:competences"),
}


def register() -> None:
    """Called once, when the house opens."""
    register_document_kind(
        DocumentKind(
            name="it_portfolio.report",
            title="Rapport om it",
            formats=("pdf", "docx", "xlsx"),
            rule=READ_REPORT,
            build=_build,
            as_attachment=AsAttachment(
                words="Sådan er det, og sådan skal det være: systemer, omkostninger, hvorfor det koster mere, parathed "
                "og plan, med det, vi ikke ved.",
                source="registret, omkostningerne og planen for it",
                formats=("pdf", "docx"),
                form=ReportDocumentForm,
                is_slow=True,
            ),
        )
    )
    for name, (build, page) in PARTS.items():
        register_section(name, build, page=page)
    register_offers("upskilling", report_of_parts.upskilling_offers)


def _build(*, actor: Actor, parameters: dict[str, Any], at: dt.datetime) -> Material:
    """Of parameters["frozen"], the id of a frozen report, or as it is now of ["from"] and ["to"]. Raises AccessDenied,
    ReportNotFound, ReportDamaged."""
    on = timezone.localdate(at)
    if "frozen" in parameters:
        row, report = frozen_report(actor=actor, report_id=UUID(parameters["frozen"]))
        who = f" af {row.person.name}" if row.person else ""
        frozen = f"{danish.moment(row.at)}{who}. SHA-256: {row.sha256}"
        document = report_document(report, organisation=settings.MUNICIPALITY, issued_at=row.at, frozen=frozen)
        return Material(name=made_on(row.name, report.on), document=document, as_of=report.on)
    years = (int(parameters["from"]), int(parameters["to"]))
    report = report_now(actor=actor, municipality=settings.MUNICIPALITY, years=years, on=on, at=at)
    document = report_document(report, organisation=settings.MUNICIPALITY, issued_at=at)
    return Material(name=made_on(f"Rapport {report.title}", on), document=document)
