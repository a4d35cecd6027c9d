"""What the exports of other meeting systems have in common: one value that they all say, and the minutes it makes.

A reader of one system (`firstagenda`, `sbsys`, `acadre`) finds the elements and makes `ExportedAgenda`s; `to_minutes`
makes `Minutes` of them, so that HTML, closed items and what nobody understood are treated alike for all.
"""
