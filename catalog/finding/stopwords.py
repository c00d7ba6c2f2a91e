"""English words that tell nothing beside another word (Snowball's list), and articles of others.

A query of nothing else is searched as it is: there are films by such names.
"""

STOP_WORDS = frozenset(
    """
    i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she
    her hers herself it its itself they them their theirs themselves what which who whom this that
    these those am is are was were be been being have has had having do does did doing a an the and
    but if or because as until while of at by for with about against between into through during
    before after above below to from up down in out on off over under again further then once here
    there when where why how all any both each few more most other some such no nor not only own
    same so than too very s t can will just don should now
    de du la le les un une der die das ein eine el los las
    """.split()  # noqa: SIM905 - a text is easier to read than a list of 150 strings
)
