"""How far two readers, and a reader with itself, agree; and how often an adjudicator had to decide, and for whom.

Never by arm: the station does not know it. Hidden repeats are in what is said of one reader alone, and nowhere else.
"""
