"""Spoken-form English text to the phoneme notation of the acoustic model.

`phonemise` reads text that is already in its spoken form (no digits, no abbreviations) and gives one
phoneme string; `ids` turns such a string into symbol numbers and stress marks. The Go package
synth/phoneme does the same, step for step; synth/phoneme/testdata/parity.tsv keeps the two alike.
"""

import functools

from . import lexicon as lexicon_file

BOUNDARIES = ["^", "$", " ", ",", ".", "?", "!", ";", ":", "—", "…"]
PHONES = list("AIOWYbdfhijklmnpstuvwzæðŋɑɔəɛɜɡɪɹɾʃʊʌʒʔʤʧθᵊᵻɐ")
SYMBOLS = ["<pad>"] + BOUNDARIES + PHONES
INDEX = {symbol: number for number, symbol in enumerate(SYMBOLS)}
SECONDARY, PRIMARY = "ˌ", "ˈ"
STRESS = {SECONDARY: 1, PRIMARY: 2}
VOWELS = frozenset("AIOWYiuæɑɔəɛɜɪʊʌᵊᵻɐ")
# Sounds after which American speech taps a t before a following vowel.
TAP_AFTER = frozenset("AIOWYiuæɑəɛɪɹʊʌ")
DEFAULT = lexicon_file.DEFAULT

# When several marks meet, the one that says most about the melody stays.
PUNCTUATION_ORDER = "?!.…;:—,"

# Words whose form in running text depends on the next sound: before a consonant, a vowel, a pause.
IN_CONTEXT = {
    "the": ("ðə", "ði", "ði"),
    "to": ("tə", "tʊ", "tˈu"),
    "a": ("ɐ", "ɐ", "ˈA"),
    "an": ("ɐn", "ɐn", "ɐn"),
    "of": ("əv", "əv", "ˈʌv"),
    "in": ("ɪn", "ɪn", "ˈɪn"),
    "i": ("ˌI", "ˌI", "ˌI"),
}
LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", (
    "A bi si di i ɛf ʤi Aʧ I ʤA kA ɛl ɛm ɛn O pi kju ɑɹ ɛs ti ju vi dʌbᵊlju ɛks wI zi").split()))
DIGITS = "zero one two three four five six seven eight nine".split()
SIGNS = {"&": "and", "%": "percent", "+": "plus", "@": "at", "=": "equals"}
ACCENTS = {accented: plain for plain, group in {
    "a": "áàâäãåāăą", "c": "çćčĉċ", "d": "ďđð", "e": "éèêëēĕėęě", "g": "ğĝġģ", "h": "ĥħ", "i": "íìîïĩīĭįı", "j": "ĵ",
    "k": "ķ", "l": "ĺļľłŀ", "n": "ñńņňŋ", "o": "óòôöõøōŏő", "r": "ŕŗř", "s": "śŝşšș", "t": "ţťŧț", "u": "úùûüũūŭůűų",
    "w": "ŵ", "y": "ýÿŷ", "z": "źżž", "ss": "ß", "ae": "æ", "oe": "œ", "th": "þ",
}.items() for accented in group}
TO_SPACE = frozenset("\"“”«»_/\\|*~^<>#")
TO_COMMA = frozenset("()[]{}")
# Longer runs of letters are no words that rules or letter names of parts would help.
LONGEST_BY_RULE = 60
APOSTROPHES = frozenset("'’‘ʼ`")



@functools.lru_cache(1)
def full_lexicon() -> dict:
    """Everything the compact lexicon is made of, for training letter-to-sound."""
    return lexicon_file.sources()


@functools.lru_cache(1)
def lexicon() -> dict:
    """lower-case word -> {DEFAULT: sound, tag: sound}."""
    return lexicon_file.read() if lexicon_file.PATH.exists() else lexicon_file.sources()


# Rules: what an unknown word is made of

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


@functools.lru_cache(200_000)
def entry_of(word: str) -> dict:
    """The readings of a lower-case word: lexicon, rules, letter names or letter-to-sound; None without letters."""
    entries = lexicon()
    found = entries.get(word)
    if found:
        return found
    if len(word) == 1:
        return {DEFAULT: PRIMARY_LETTERS[word]} if word in LETTERS else None
    plain = "".join(ACCENTS.get(letter, letter) for letter in word)
    if plain != word and plain in entries:
        return entries[plain]
    found = by_rule(plain, entries) if len(plain) <= LONGEST_BY_RULE else None
    if found:
        return found
    if "'" in plain:
        # A name's possessive: its letters, then the ending by rule.
        for ending in ("'s", "'"):
            stem = plain.removesuffix(ending)
            if stem != plain and stem and "'" not in stem:
                inner = entry_of(stem)
                return inner and {DEFAULT: add_s(inner[DEFAULT]) if ending == "'s" else inner[DEFAULT]}
        plain = plain.replace("'", "")
        return entry_of(plain) if plain else None
    if not (plain.isascii() and plain.isalpha()):
        return None
    return {DEFAULT: by_letters(plain)}


def by_letters(word: str) -> str:
    """Letter names when no vowel letter is there, else letter-to-sound; long words in pieces."""
    from . import letters

    if not any(letter in "aeiouy" for letter in word):
        return spelled(word)
    sounds = []
    for start in range(0, len(word), 40):
        piece = word[start:start + 40]
        sounds.append(letters.model().pronounce(piece) or spelled(piece))
    return "".join(sounds)


# Text to words and marks

def _mark(tokens: list, mark: str) -> None:
    if not tokens:
        return
    if tokens[-1] in PUNCTUATION_ORDER:
        if PUNCTUATION_ORDER.index(mark) < PUNCTUATION_ORDER.index(tokens[-1]):
            tokens[-1] = mark
    else:
        tokens.append(mark)


def _add_word(tokens: list, word: str) -> None:
    """One run of letters, apostrophes and hyphens: whole if the lexicon has it, else its parts."""
    entries = lexicon()
    lower = word.lower()
    if "-" in word and lower.strip("-") in entries:
        tokens.append(word.strip("-"))
        return
    for part in word.split("-"):
        if part.startswith("'") and part.lower() not in entries:
            part = part.lstrip("'")
        if part.endswith("'") and not part.lower().endswith("s'"):
            part = part.rstrip("'")
        if part.strip("'"):
            tokens.append(part)


def tokenise(text: str) -> list:
    """Words and punctuation marks: no mark at the start, one between words, one at the end."""
    tokens, word = [], ""
    dots = dashes = 0
    for place, character in enumerate(text + " "):
        if character in APOSTROPHES:
            character = "'"
        following = text[place + 1:place + 2]
        if character.isalpha() or character == "'" or (character == "-" and word and following.isalpha()):
            word += character
            continue
        if "\u0300" <= character <= "\u036f":
            continue  # a combining accent after its letter
        if word:
            _add_word(tokens, word)
            word = ""
        dots = dots + 1 if character == "." else 0
        dashes = dashes + 1 if character == "-" else 0
        if character in PUNCTUATION_ORDER:
            _mark(tokens, "…" if dots == 3 else character)
            if dots == 3 and tokens and tokens[-1] == ".":
                tokens[-1] = "…"
        elif character == "–" or dashes == 2 or (character == "-" and text[max(0, place - 1):place] == " " and following == " "):
            _mark(tokens, "—")
        elif character in TO_COMMA:
            _mark(tokens, ",")
        elif character in "0123456789":
            tokens.append(DIGITS[int(character)])
        elif character in SIGNS:
            tokens.append(SIGNS[character])
    if tokens and tokens[-1] not in PUNCTUATION_ORDER:
        tokens.append(".")
    return tokens


def _is_spelled(word: str, before: str, after: str) -> bool:
    """Whether "a" or "i" is one of several spelled letters; "i a" as in "was i a fool" is not."""
    letter_before = len(before) == 1 and before.isalpha() and before not in "ai"
    letter_after = len(after) == 1 and after.isalpha() and (after not in "ai" or (word, after) == ("a", "i"))
    return letter_before or letter_after or (word, before) == ("i", "a")


def _starts_with_vowel(sound: str) -> bool:
    return sound.lstrip(SECONDARY + PRIMARY)[:1] in VOWELS


def phonemise(text: str):
    """The phoneme string of spoken-form text; None when it has no word or letters that are not Latin."""
    from . import homographs

    tokens = tokenise(text)
    if not tokens:
        return None
    words = [token.lower() for token in tokens]
    shouting = not any(letter.islower() for letter in text)
    out = []
    following = None  # the next word's sound, None before a pause
    # From the end, because "the" and "to" depend on the sound that follows.
    for place in range(len(tokens) - 1, -1, -1):
        word = words[place]
        if word in PUNCTUATION_ORDER:
            out.append(word)
            following = None
            continue
        before = words[place - 1] if place else ""
        after = words[place + 1] if place + 1 < len(words) else ""
        if word in IN_CONTEXT:
            consonant, vowel, pause = IN_CONTEXT[word]
            if word in "ai" and _is_spelled(word, before, after):
                sound = PRIMARY_LETTERS[word]
            elif following is None:
                sound = pause
            else:
                sound = vowel if _starts_with_vowel(following) else consonant
        elif tokens[place] == "US" and not shouting:
            sound = spelled("us")
        else:
            entry = entry_of(word)
            if entry is None:
                return None
            sound = entry[DEFAULT]
            if len(entry) > 1:
                sound = homographs.choose(tokens, words, place, entry)
        if following is not None:
            out.append(" ")
        out.append(sound)
        following = sound
    return "".join(reversed(out))


def ids(phonemes: str):
    """(symbol ids, stress 0 1 2) of a phoneme string, with the start and end symbols around it."""
    symbols, stress, mark = [INDEX["^"]], [0], 0
    for character in phonemes:
        if character in STRESS:
            mark = STRESS[character]
            continue
        symbols.append(INDEX[character])
        stress.append(mark)
        mark = 0
    symbols.append(INDEX["$"])
    stress.append(0)
    return symbols, stress


def main():
    """Lines from the standard input, each with its phonemes, as in synth/phoneme/testdata/parity.tsv."""
    import sys

    for line in sys.stdin:
        text = line.rstrip("\n").split("\t")[0]
        if text:
            print(text, phonemise(text), sep="\t")


if __name__ == "__main__":
    main()
