"""The kinds of import that the register offers."""
