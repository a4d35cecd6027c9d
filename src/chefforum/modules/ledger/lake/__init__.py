"""The ledger lake: files of lines that are written once and never changed. Knows files and settings, no tables."""
