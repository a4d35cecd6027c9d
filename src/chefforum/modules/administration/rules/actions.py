"""What the events of the trail are called in Danish."""

from __future__ import annotations

ACTION_NAMES = {
    "access.end": "Afsluttede rolle",
    "access.end_substitute": "Afsluttede stedfortræder",
    "access.grant": "Gav rolle",
    "access.login": "Loggede ind",
    "access.substitute": "Valgte stedfortræder",
    "audit.export": "Hentede revisionssporet",
    "cases.load_kle": "Indlæste KLE",
    "cases.open": "Oprettede sag",
    "demo.load": "Indlæste demokommunen",
    "documents.add": "Lagde dokument op",
    "documents.add_version": "Lagde ny version op",
    "documents.close": "Lukkede dokument",
    "documents.read": "Læste fortroligt dokument",
    "documents.set_confidentiality": "Ændrede fortrolighed",
    "groups.add_member": "Satte medlem i gruppe",
    "groups.change": "Ændrede gruppe",
    "groups.create": "Oprettede gruppe",
    "groups.end_member": "Tog medlem ud af gruppe",
    "groups.write_terms": "Skrev kommissorium",
    "imports.cancel": "Fortrød import",
    "imports.carry_out": "Gennemførte import",
    "imports.read": "Læste fil til import",
    "meetings.attach": "Lagde bilag på punkt",
    "meetings.close_item": "Lukkede punkt",
    "meetings.import": "Indlæste møde",
    "meetings.minutes_approved": "Godkendte referat",
    "meetings.open_item": "Åbnede punkt",
    "meetings.publish": "Udsendte møde",
    "meetings.read_confidential": "Læste fortroligt punkt",
    "meetings.reopen": "Genåbnede referat",
    "meetings.replace": "Indlæste møde igen",
    "meetings.unapprove": "Tog godkendelsen af referat tilbage",
    "meetings.withdraw": "Trak møde tilbage",
    "organisation.import": "Indlæste organisationen",
    "people.activate": "Åbnede persons adgang",
    "people.create": "Oprettede person",
    "people.deactivate": "Lukkede persons adgang",
    "people.password": "Gav midlertidig adgangskode",
}


def action_name(action: str) -> str:
    """The action in Danish; one without a name is shown as it is, never hidden."""
    return ACTION_NAMES.get(action, action)
