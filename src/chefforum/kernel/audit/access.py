"""Who may read the trail."""

from chefforum.kernel.access.rules import Role, Rule, has_any

READ_AUDIT = Rule("audit.read", "læse revisionssporet", has_any(Role.AUDITOR, Role.ADMINISTRATOR))
