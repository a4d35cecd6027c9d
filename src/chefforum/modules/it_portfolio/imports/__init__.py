"""The kinds of import that the portfolio offers."""
