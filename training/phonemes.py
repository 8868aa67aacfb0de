"""Spoken-form English text to the phoneme notation of the acoustic model.

`phonemise` reads text that is already in its spoken form (no digits, no abbreviations) and gives one
phoneme string; `ids` turns such a string into symbol numbers and stress marks. The Go package
synth/phoneme does the same, step for step; synth/phoneme/testdata/parity.tsv keeps the two alike.
"""

import functools
import itertools
import re

from . import lexicon as lexicon_file
from .morphology import LETTERS, PRIMARY, PRIMARY_LETTERS, SECONDARY, VOWELS, add_s, by_rule, spelled

BOUNDARIES = ["^", "$", " ", ",", ".", "?", "!", ";", ":", "—", "…"]
PHONES = list("AIOWYbdfhijklmnpstuvwzæðŋɑɔəɛɜɡɪɹɾʃʊʌʒʔʤʧθᵊᵻɐ")
SYMBOLS = ["<pad>"] + BOUNDARIES + PHONES
INDEX = {symbol: number for number, symbol in enumerate(SYMBOLS)}
STRESS = {SECONDARY: 1, PRIMARY: 2}
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
DIGITS = "zero one two three four five six seven eight nine".split()
SIGNS = {"&": "and", "%": "percent", "+": "plus", "@": "at", "=": "equals"}
ACCENTS = {accented: plain for plain, group in {
    "a": "áàâäãåāăą", "c": "çćčĉċ", "d": "ďđð", "e": "éèêëēĕėęě", "g": "ğĝġģ", "h": "ĥħ", "i": "íìîïĩīĭįı", "j": "ĵ",
    "k": "ķ", "l": "ĺļľłŀ", "n": "ñńņňŋ", "o": "óòôöõøōŏő", "r": "ŕŗř", "s": "śŝşšș", "t": "ţťŧț", "u": "úùûüũūŭůűų",
    "w": "ŵ", "y": "ýÿŷ", "z": "źżž", "ss": "ß", "ae": "æ", "oe": "œ", "th": "þ",
}.items() for accented in group}
TO_COMMA = frozenset("()[]{}")
# Longer runs of letters are no words that rules or letter names of parts would help.
LONGEST_BY_RULE = 60
# What is longer is data, not language.
LONGEST_WORD = 200
APOSTROPHES = frozenset("'’‘ʼ`")



@functools.lru_cache(1)
def full_lexicon() -> dict:
    """Everything the compact lexicon is made of, for training letter-to-sound."""
    return lexicon_file.sources()


@functools.lru_cache(1)
def lexicon() -> dict:
    """lower-case word -> {DEFAULT: sound, tag: sound}."""
    return lexicon_file.read() if lexicon_file.PATH.exists() else lexicon_file.sources()


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
    found = stretched(plain) or by_rule(plain, entries) if len(plain) <= LONGEST_BY_RULE else None
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


# Words drawn out in writing: sooo, Whaaat, sweeet, hmmm
DRAWN_OUT = re.compile(r"([a-z])\1\1+")
OFTEN_TWICE = "eofls"  # letters that words have rather twice than once, where both are words: good, not god
BUT_ONCE = frozenset("as do go got hot is long no not on so stop this us very yes".split())
NUMERALS = frozenset("ivxlcdm")
STOPS = frozenset("bdɡkptʤʧɾʔ")
GLIDES = {"A": "i", "I": "i", "Y": "i", "O": "u", "W": "u"}  # what a diphthong ends in


def stretched(word: str):
    """The entry of a word that is written with three or more of a letter: that of the word that is meant, with the sound drawn out. None where none is."""
    runs = DRAWN_OUT.findall(word)
    if not runs or len(runs) > 4 or set(word) <= NUMERALS or not (word.isascii() and word.isalpha()):
        return None
    entries, once = lexicon(), DRAWN_OUT.sub(r"\1", word)
    for counts in itertools.product(*[(2, 1) if letter in OFTEN_TWICE else (1, 2) for letter in runs]):
        times = iter(counts)
        meant = DRAWN_OUT.sub(lambda run: run[1] * next(times), word)
        meant = once if once in BUT_ONCE else meant
        if meant in IN_CONTEXT:
            found = {DEFAULT: IN_CONTEXT[meant][2]}
        else:
            found = len(meant) > 1 and (entries.get(meant) or by_rule(meant, entries))
        if found:
            return {DEFAULT: drawn_out(found[DEFAULT], at_end=word[-3:] == 3 * word[-1])}
    return None


def drawn_out(sound: str, at_end: bool) -> str:
    """The last sound goes on, if it can, or the vowel of the stressed syllable where it is not the end that is drawn out. Such a word is stressed."""
    if PRIMARY not in sound:
        vowel = next((i for i, c in enumerate(sound) if c in VOWELS), None)
        sound = sound.replace(SECONDARY, PRIMARY, 1) if SECONDARY in sound else sound if vowel is None else sound[:vowel] + PRIMARY + sound[vowel:]
    place = len(sound) - 1
    if not at_end or sound[place] in STOPS:
        place = next((i for i, c in enumerate(sound) if i > sound.find(PRIMARY) and c in VOWELS), place)
    return sound[:place + 1] + GLIDES.get(sound[place], sound[place]) + sound[place + 1:]


def by_letters(word: str) -> str:
    """Letter names when no vowel letter is there, else letter-to-sound; long words in pieces."""
    from . import letters

    if not any(letter in "aeiouy" for letter in word):
        return spelled(word)
    # The -es of Spanish names such as Reyes is a syllable; Keyes and Hayes have been found as forms of words.
    if word.endswith("eyes") and len(word) <= 42:
        said = letters.model().pronounce(word[:-2])
        if said and said.endswith("A"):
            return said + "ɛs"
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


SENTENCE_ENDS = frozenset(".?!…:—")
NOT_AFTER_ARTICLE = frozenset("is was are were isn't wasn't equals stands means or".split())


def _may_be_article(before: str, after: str) -> bool:
    """Whether a capital A may be that of a sentence's first word; elsewhere it is the letter."""
    return (not before or before in SENTENCE_ENDS) and after not in NOT_AFTER_ARTICLE


def _starts_with_vowel(sound: str) -> bool:
    return sound.lstrip(SECONDARY + PRIMARY)[:1] in VOWELS


def phonemise(text: str):
    """The phoneme string of spoken-form text; None without a word, with letters that are not Latin, or a word too long."""
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
            letter = tokens[place] == "A" and not shouting and not _may_be_article(before, after)
            if letter or word in "ai" and _is_spelled(word, before, after):
                sound = PRIMARY_LETTERS[word]
            elif following is None:
                sound = pause
            else:
                sound = vowel if _starts_with_vowel(following) else consonant
        elif tokens[place] == "US" and not shouting:
            sound = spelled("us")
        else:
            entry = entry_of(word) if len(tokens[place]) <= LONGEST_WORD else None
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
