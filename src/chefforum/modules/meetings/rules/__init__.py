"""Pure decisions about meetings."""

HIDDEN_TITLE = "Lukket punkt"
HIDDEN_ATTACHMENT = "Lukket bilag"
