"""What meetings put on the start page, a file for each subject; `registrations/` says who sees which, and where."""

SHOWN = 5  # rows on a card
