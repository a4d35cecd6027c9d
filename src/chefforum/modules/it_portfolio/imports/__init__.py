"""Files that come in to the portfolio."""

"""The kinds of import that the portfolio offers."""
