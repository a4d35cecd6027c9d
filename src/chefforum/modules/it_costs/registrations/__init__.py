from . import documents, figures, imports, searching, sources, ways_in


def register() -> None:
    for offered in (ways_in, imports, documents, searching, figures, sources):
        offered.register()
