"""What can be done to a system or a contract in the register, as its history names it."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    REGISTERED = "registered"
    CHANGED = "changed"
    VALIDATED = "validated"
    TAKEN = "taken"
    KEPT = "kept"
    NEED = "need"
    REMOVED = "removed"
    RESTORED = "restored"
    TIED = "tied"
    UNTIED = "untied"
    MERGED = "merged"
    PARTED = "parted"


ACT_NAMES = {
    Act.REGISTERED: "Registreret",
    Act.CHANGED: "Ændret",
    Act.VALIDATED: "Bekræftet",
    Act.TAKEN: "Kildens værdi er brugt",
    Act.KEPT: "Vores værdi er beholdt",
    Act.NEED: "Vurderet",
    Act.REMOVED: "Taget ud af registret",
    Act.RESTORED: "Lagt tilbage",
    Act.TIED: "Knyttet til",
    Act.UNTIED: "Løst fra",
    Act.MERGED: "Leverandør lagt sammen",
    Act.PARTED: "Leverandører skilt ad igen",
}
