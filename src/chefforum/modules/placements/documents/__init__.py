"""The documents that placements make."""
