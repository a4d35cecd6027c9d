"""The kinds of import that placements offer."""
