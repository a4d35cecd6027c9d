"""Files as they come, read in batches of text columns with each line's number."""
