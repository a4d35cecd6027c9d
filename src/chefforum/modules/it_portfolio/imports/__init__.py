"""Files that come in to the portfolio."""
