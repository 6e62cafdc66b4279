"""Who a character of ours is by an annotation: the person whom most of its mentions and names bear, a name worth several pronouns."""

NAME, PRONOUN = 5, 1
PRONOUNS = set("i me my mine myself we us our you your yours he him his himself she her hers herself it its they them their thou thee thy".split())


def persons(mentions, names, words, meant, bearers, bears=NAME):
    """-> {character: person}. mentions: (start, end, character); names: of each character; words(start, end): of a mention, small; meant(start, end):
    the persons whom it may mean, who share its vote; bearers(names): the persons who bear these, one for each that they bear, `bears` votes each"""
    vote = {}

    def put(character, person, worth):
        votes = vote.setdefault(character, {})
        votes[person] = votes.get(person, 0) + worth
    for start, end, character in mentions:
        of = meant(start, end)
        for p in of:
            put(character, p, (PRONOUN if words(start, end) in PRONOUNS else NAME) / len(of))
    for character, some in enumerate(names):
        for p in bearers(some):
            put(character, p, bears)
    return {c: max(v, key=v.get) for c, v in vote.items()}
