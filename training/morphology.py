"""Rules that derive the sound of a word from words that the lexicon has.

Inflections first, then suffixes, prefixes and compounds; the sounds of the affixes are the commonest ones in
the lexicon itself. synth/phoneme/rules.go holds the same rules in the same order. An entry is a dict of
readings: DEFAULT and, for homographs, parts of speech.
"""

from .lexicon import DEFAULT

SECONDARY, PRIMARY = "ˌ", "ˈ"
VOWELS = frozenset("AIOWYiuæɑɔəɛɜɪʊʌᵊᵻɐ")
# Sounds after which American speech taps a t before a following vowel.
TAP_AFTER = frozenset("AIOWYiuæɑəɛɪɹʊʌ")
LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", (
    "A bi si di i ɛf ʤi Aʧ I ʤA kA ɛl ɛm ɛn O pi kju ɑɹ ɛs ti ju vi dʌbᵊlju ɛks wI zi").split()))


def add_s(stem: str) -> str:
    if stem[-1] in "ptkfθ":
        return stem + "s"
    return stem + ("ᵻz" if stem[-1] in "szʃʒʧʤ" else "z")


def _tapped(stem: str) -> str:
    return stem[:-1] + "ɾ" if len(stem) > 1 and stem[-1] == "t" and stem[-2] in TAP_AFTER else stem


def add_ed(stem: str) -> str:
    if stem[-1] in "pkfθʃsʧ":
        return stem + "t"
    if stem[-1] in "td":
        return _tapped(stem) + "ᵻd"
    return stem + "d"


def add_ing(stem: str) -> str:
    return _tapped(stem) + "ɪŋ"


def _add_ly(stem: str) -> str:
    return stem + ("i" if stem[-1] == "l" else "li")


def _verb(entry: dict) -> str:
    return entry.get("VERB") or entry[DEFAULT]


def _noun(entry: dict) -> str:
    return entry.get("NOUN") or entry[DEFAULT]


def _last(*endings):
    """Join that replaces the first matching end of the stem's sound; the stem does not fit when none matches."""
    def join(entry):
        sound = entry[DEFAULT]
        for old, new in endings:
            if sound.endswith(old):
                return sound[:len(sound) - len(old)] + new
        return None
    return join


def _tap(added):
    return lambda entry: _tapped(entry[DEFAULT]) + added


def _plus(added):
    return lambda entry: entry[DEFAULT] + added


# Suffix rules in the order they are tried: ending, what stands in its place in the stem, smallest stem,
# and how the stem's sound becomes the word's sound.
SUFFIXES = (
    ("ically", "ic", 3, _last(("ɪk", "əkᵊli"))),
    ("ably", "able", 2, _last(("ᵊl", "li"), ("əl", "li"))),
    ("ibly", "ible", 2, _last(("ᵊl", "li"), ("əl", "li"))),
    ("ily", "y", 3, _last(("i", "əli"))),
    ("ly", "", 3, lambda entry: _add_ly(entry[DEFAULT])),
    ("iness", "y", 3, _plus("nəs")),
    ("ness", "", 3, _plus("nəs")),
    ("less", "", 3, _plus("ləs")),
    ("ful", "", 3, _plus("fᵊl")),
    ("ment", "", 4, _plus("mənt")),
    ("like", "", 3, _plus("lˌIk")),
    ("ship", "", 3, _plus("ʃˌɪp")),
    ("hood", "", 3, _plus("hˌʊd")),
    ("wise", "", 3, _plus("wˌIz")),
    ("ish", "", 3, _tap("ɪʃ")),
    ("able", "", 3, lambda entry: _tapped(_verb(entry)) + "əbᵊl"),
    ("able", "e", 3, lambda entry: _tapped(_verb(entry)) + "əbᵊl"),
    ("ier", "y", 3, _plus("əɹ")),
    ("er", "e", 3, lambda entry: _tapped(_verb(entry)) + "əɹ"),
    ("er", "", 3, lambda entry: _tapped(_verb(entry)) + "əɹ"),
    ("iest", "y", 3, _plus("ᵻst")),
    ("man", "", 3, _plus("mən")),
    ("men", "", 3, _plus("mɛn")),
)
PREFIXES = (
    ("counter", "kˌWntəɹ"), ("pseudo", "sˌudO"), ("under", "ˌʌndəɹ"), ("super", "sˌupəɹ"), ("inter", "ˌɪntəɹ"),
    ("hyper", "hˌIpəɹ"), ("micro", "mˌIkɹO"), ("multi", "mˌʌlti"), ("ultra", "ˌʌltɹə"), ("over", "ˌOvəɹ"), ("anti", "ˌænti"),
    ("semi", "sˌɛmi"), ("mega", "mˌɛɡə"), ("auto", "ˌɔɾO"), ("self", "sˌɛlf"), ("non", "nˌɑn"), ("out", "ˌWt"), ("mis", "mˌɪs"),
    ("pre", "pɹˌi"), ("un", "ˌʌn"), ("re", "ɹˌi"),
)


def _inflected(word: str, known):
    """(stem entry, function from entry to sound or entry) of the likeliest inflection, or None."""
    if len(word) > 2 and word[-2:] == "'s":
        stem = known(word[:-2])
        return stem and {DEFAULT: add_s(_noun(stem))}
    if len(word) > 3 and word[-3:] in ("'ll", "'ve", "'re", "n't"):
        stem = known(word[:-3])
        return stem and {DEFAULT: stem[DEFAULT] + {"'ll": "ᵊl", "'ve": "əv", "'re": "əɹ", "n't": "ᵊnt"}[word[-3:]]}
    if len(word) > 2 and word[-2:] == "'d":
        stem = known(word[:-2])
        return stem and {DEFAULT: stem[DEFAULT] + ("əd" if stem[DEFAULT][-1] in "td" else "d")}
    if len(word) > 1 and word[-1] == "'":
        stem = known(word[:-1])
        return stem and {DEFAULT: _noun(stem)}
    if "'" in word:
        return None
    if word[-1:] == "s" and word[-2:] != "ss" and len(word) > 3:
        stems = [word[:-1]]
        if word[-2:] == "es" and len(word) > 4:
            stems.append(word[:-2])
        if word[-3:] == "ies" and len(word) > 4:
            stems.append(word[:-3] + "y")
        for spelled in stems:
            stem = known(spelled)
            if stem:
                return {tag: add_s(sound) for tag, sound in stem.items() if tag in (DEFAULT, "NOUN", "VERB")}
    if word[-2:] == "ed" and len(word) > 4:
        stems = [word[:-1], word[:-2]]
        if word[-3] == word[-4]:
            stems.append(word[:-3])
        if word[-3] == "i":
            stems.append(word[:-3] + "y")
        for spelled in stems:
            stem = known(spelled)
            if stem:
                return {DEFAULT: add_ed(_verb(stem))}
    if word[-3:] == "ing" and len(word) > 5:
        stems = [word[:-3], word[:-3] + "e"]
        if word[-4] == word[-5]:
            stems.append(word[:-4])
        for spelled in stems:
            stem = known(spelled)
            if stem:
                return {DEFAULT: add_ing(_verb(stem))}
    return None


def _formed(word: str, known):
    """Words made by a suffix, a prefix or of two words."""
    if not word.isalpha():
        return None
    for ending, instead, least, join in SUFFIXES:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            stem = known(word[:len(word) - len(ending)] + instead)
            sound = stem and join(stem)
            if sound:
                return {DEFAULT: sound}
    for start, sound in PREFIXES:
        if word.startswith(start) and len(word) - len(start) >= 4:
            stem = known(word[len(start):])
            if stem:
                return {DEFAULT: sound + stem[DEFAULT]}
    return None


def by_rule(word: str, entries: dict, depth: int = 0):
    """The entry the rules derive for a word from the given entries, or None."""
    def known(stem):
        if len(stem) < 2 and not stem.isalpha():
            return None
        if len(stem) == 1:
            return {DEFAULT: PRIMARY_LETTERS[stem]} if stem in LETTERS and "'" in word else None
        return entries.get(stem) or (by_rule(stem, entries, depth + 1) if depth < 2 else None)

    found = _inflected(word, known)
    if found is None:
        found = _formed(word, known)
    if found is None and depth == 0:
        found = _compound(word, entries)
    return found or None


def _compound(word: str, entries: dict):
    """Two lexicon words of four letters or more, the second with secondary stress."""
    if not word.isalpha() or len(word) < 8:
        return None
    for cut in sorted(range(4, len(word) - 3), key=lambda cut: (abs(2 * cut - len(word)), cut)):
        first, second = entries.get(word[:cut]), entries.get(word[cut:])
        if first and second and PRIMARY in first[DEFAULT] and PRIMARY in second[DEFAULT]:
            return {DEFAULT: first[DEFAULT] + second[DEFAULT].replace(SECONDARY, "").replace(PRIMARY, SECONDARY)}
    return None


def _stressed(letter: str, mark: str) -> str:
    sound = LETTERS[letter]
    place = next(i for i, c in enumerate(sound) if c in VOWELS)
    return sound[:place] + mark + sound[place:]


PRIMARY_LETTERS = {letter: _stressed(letter, PRIMARY) for letter in LETTERS}


def spelled(word: str) -> str:
    """Letter names, the last one with primary stress."""
    return "".join(_stressed(letter, SECONDARY) for letter in word[:-1]) + PRIMARY_LETTERS[word[-1]]
