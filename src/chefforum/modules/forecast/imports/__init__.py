"""Files that come in: dated tables, and the leader's sheet from a spreadsheet. Read, shown, then carried out."""
