"""Names and rare words of the CMU Pronouncing Dictionary, in the notation of the lexicon.

Carnegie Mellon University's dictionary (BSD, two clauses) has many names of people and places that misaki's lexicon lacks. It is
written in ARPAbet; how a sound is written here is learned from the words that both have: the commonest way between the same
neighbours, from fewer of them where those are rare.
"""
import collections
import hashlib
import os
import pathlib
import re

from .morphology import PRIMARY, SECONDARY, VOWELS

SHA256 = "81917843c7f44ce2b094ac63873c2c7a4cf802040792c455ba3ca406891c3d22"
NEAR = {  # what a sound is written as without regard to its neighbours
    "AA": "ɑ", "AE": "æ", "AH": "ʌ", "AO": "ɔ", "AW": "W", "AY": "I", "B": "b", "CH": "ʧ", "D": "d", "DH": "ð", "EH": "ɛ", "EY": "A", "F": "f", "G": "ɡ",
    "HH": "h", "IH": "ɪ", "IY": "i", "JH": "ʤ", "K": "k", "L": "l", "M": "m", "N": "n", "NG": "ŋ", "OW": "O", "OY": "Y", "P": "p", "R": "ɹ", "S": "s",
    "SH": "ʃ", "T": "t", "TH": "θ", "UH": "ʊ", "UW": "u", "V": "v", "W": "w", "Y": "j", "Z": "z", "ZH": "ʒ", "ER": "ɜ",
}
MARKS = {"0": "", "1": PRIMARY, "2": SECONDARY}
RARE = 5  # a context seen less often is widened
LOOSE = str.maketrans({**dict.fromkeys("ɪᵻᵊʌɐɜ", "ə"), "ɾ": "t", "ɔ": "ɑ", "ˈ": None, "ˌ": None})


def read(path=None):
    """word -> ARPAbet sounds of its first reading, with ER as ER and R."""
    path = pathlib.Path(path or os.environ.get("CMUDICT", "cmudict.dict"))
    if not path.exists():
        raise SystemExit(f"the CMU dictionary is missing: set CMUDICT to cmudict.dict of https://github.com/cmusphinx/cmudict, not {path}")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise SystemExit(f"{path} is another version of the CMU dictionary: its SHA-256 must be {SHA256}")
    words = {}
    for line in data.decode().splitlines():
        word, *sounds = line.partition("#")[0].split()
        if re.fullmatch(r"[a-z]+('[a-z]+)?", word):  # neither second readings nor letters read one by one
            words[word] = [part for sound in sounds for part in ((sound, "R") if sound[:2] == "ER" else (sound,))]
    return words


def _contexts(sounds):
    """For each sound, its surroundings from the narrowest to the widest."""
    padded = ["#", "#", *sounds, "#", "#"]
    for i in range(2, len(padded) - 2):
        a, b, c, d, e = padded[i - 2:i + 3]
        yield (a, b, c, d, e), ("", b, c, d, e), (a, b, c, d, ""), ("", b, c, d, ""), ("", "", c, d, ""), ("", b, c, "", ""), ("", "", c, "", "")


def learn(words, known):
    """context -> Counter of how `known` (word -> sound) writes the sound in it."""
    ways = collections.defaultdict(collections.Counter)
    for word, sounds in words.items():
        written = re.sub("[ˈˌ]", "", known.get(word, ""))
        near = [NEAR[sound.rstrip("012")] for sound in sounds]
        if len(written) == len(near) and all((a in VOWELS) == (b in VOWELS) for a, b in zip(near, written)):
            for contexts, symbol in zip(_contexts(sounds), written):
                for context in contexts:
                    ways[context][symbol] += 1
    return ways


def write(sounds, ways):
    """ARPAbet sounds in the notation of the lexicon."""
    written = ""
    for sound, contexts in zip(sounds, _contexts(sounds)):
        seen = next((ways[context] for context in contexts if sum(ways[context].values()) >= RARE), None) if ways else None
        symbol = seen.most_common(1)[0][0] if seen else NEAR[sound.rstrip("012")]
        written += MARKS.get(sound[-1], "") + symbol
    return written


def loose(sound):
    """A sound without what the two dictionaries see differently: stress, reduced vowels, taps, cot and caught."""
    return sound.translate(LOOSE)
