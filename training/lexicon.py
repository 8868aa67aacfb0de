"""The compact pronunciation lexicon: built from misaki's US lexicon (the package, or the folder MISAKI_DATA)
and the names of the CMU dictionary, read here and by synth/phoneme.

    CMUDICT=.../cmudict.dict python -m training.lexicon      build assets/lexicon/lexicon.bin.gz

Entries that the inflection and word-formation rules of training/morphology.py derive exactly from other
entries are left out. The file is gzip of: magic, number of words (uint32), length of the word part
(uint32), word part (front coded in blocks of 16: shared length, rest length, rest), sound part (one
record a word: default sound, then tag byte and sound for every other reading, then 0). A sound is one
byte a symbol (its number in the contract), 1 and 2 before a symbol are secondary and primary stress.
"""

import functools
import gzip
import json
import os
import pathlib
import struct

ASSETS = pathlib.Path(__file__).resolve().parent.parent / "assets" / "lexicon"
PATH = ASSETS / "lexicon.bin.gz"
MAGIC = b"VWLEX1\n"
BLOCK = 16
TAGS = ["None", "NOUN", "VERB", "ADJ", "ADV", "VBD", "VBN", "VBP", "DT", "CAP", "ALT"]
TAG_BASE = 64
DEFAULT = "DEFAULT"


def _data_folder() -> pathlib.Path:
    folder = os.environ.get("MISAKI_DATA")
    if folder:
        return pathlib.Path(folder)
    try:
        import misaki
    except ImportError as error:
        raise SystemExit("the lexicon's source is missing: install misaki==0.9.4 or set MISAKI_DATA to its data folder") from error
    return pathlib.Path(misaki.__file__).parent / "data"


def _plain_sound(sound: str) -> str:
    return sound.replace("ˈ", "").replace("ˌ", "")


def _variants(value) -> dict:
    """A source entry without readings that equal its default one."""
    if isinstance(value, str):
        return {DEFAULT: value}
    default = value.get(DEFAULT)
    return {tag: sound for tag, sound in value.items() if sound and (tag == DEFAULT or sound != default)}


def _fold(source: dict) -> dict:
    """One entry a lower-case spelling; a capitalised word that sounds otherwise becomes its CAP reading."""
    folded, rank = {}, {}
    for word, value in source.items():
        key = word.lower()
        if not all(c.isalpha() or c in "'-" for c in key) or key.startswith("-") or key.endswith("-"):
            continue
        entry = _variants(value)
        if DEFAULT not in entry:
            continue
        this = 0 if word == key else 1 if word[1:] == word[1:].lower() else 2
        if key not in rank:
            folded[key], rank[key] = entry, this
            continue
        lower, upper = (folded[key], entry) if rank[key] < this else (entry, folded[key])
        if max(this, rank[key]) == 1 and _plain_sound(upper[DEFAULT]) != _plain_sound(lower[DEFAULT]):
            lower["CAP"] = upper[DEFAULT]
        folded[key], rank[key] = lower, min(this, rank[key])
    return folded


def _extra() -> dict:
    entries = {}
    for line in (ASSETS / "extra.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            word, default, *rest = line.split("\t")
            entries[word] = {DEFAULT: default, **dict(one.split("=") for one in rest)}
    return entries


@functools.lru_cache(1)
def sources() -> dict:
    """Everything that goes into the lexicon: lower-case word -> {DEFAULT: sound, tag: sound}."""
    merged = {}
    for name in ("us_silver.json", "us_gold.json"):
        with open(_data_folder() / name, encoding="utf-8") as file:
            merged.update(_fold(json.load(file)))
    # What these words sound like follows from the next word: the phonemiser knows them itself.
    for word in ("a", "an", "the", "to", "of", "in", "i"):
        merged.pop(word, None)
    merged.update(_names(merged))
    merged.update(_extra())
    return merged


def _names(known: dict) -> dict:
    """What the CMU dictionary adds: words that are neither in `known` nor sound, near enough, as the rules would have them."""
    from . import cmudict, morphology, phonemes

    words, names = cmudict.read(), {}
    plain = {"".join(phonemes.ACCENTS.get(c, c) for c in word) for word in known}
    ways = cmudict.learn(words, {word: entry[DEFAULT] for word, entry in known.items()})
    inflected = lambda word: any(word.endswith(end) and word[:-len(end)] + tail in known for end in ("'s", "s", "es", "ed", "ing") for tail in ("", "e"))
    for word, sounds in words.items():
        if word in plain or word.endswith("'s") or not set(word) & set("aeiouy"):
            continue
        sound, rule = cmudict.write(sounds, ways), morphology.by_rule(word, known)
        if cmudict.loose(sound) == cmudict.loose(morphology.spelled(word.replace("'", ""))):
            continue  # the phonemiser names letters itself
        if not rule or not inflected(word) and cmudict.loose(rule[DEFAULT]) != cmudict.loose(sound):
            names[word] = {DEFAULT: sound}
    return names


def build() -> dict:
    """The sources without what the rules derive from the rest."""
    from . import morphology

    full = sources()
    kept = dict(full)
    # Long words first: what they derive from is still there. Then words that lost their stem come back.
    for word in sorted(full, key=lambda word: (-len(word), word)):
        entry = kept.pop(word)
        if morphology.by_rule(word, kept) != entry:
            kept[word] = entry
    while True:
        lost = [word for word, entry in full.items() if word not in kept and morphology.by_rule(word, kept) != entry]
        if not lost:
            return kept
        for word in lost:
            kept[word] = full[word]


def _encode(sound: str) -> bytes:
    from . import phonemes

    return bytes(phonemes.STRESS[c] if c in phonemes.STRESS else phonemes.INDEX[c] for c in sound)


def write(entries: dict, path=PATH) -> None:
    words, sounds, before = bytearray(), bytearray(), b""
    order = sorted(entries, key=lambda word: word.encode())
    for number, word in enumerate(order):
        spelled = word.encode()
        shared = 0 if number % BLOCK == 0 else len(os.path.commonprefix([before, spelled]))
        words += bytes([shared, len(spelled) - shared]) + spelled[shared:]
        before = spelled
        entry = entries[word]
        sounds += _encode(entry[DEFAULT])
        for tag in TAGS:
            if tag in entry:
                sounds += bytes([TAG_BASE + TAGS.index(tag)]) + _encode(entry[tag])
        sounds.append(0)
    body = MAGIC + struct.pack("<II", len(order), len(words)) + bytes(words) + bytes(sounds)
    pathlib.Path(path).write_bytes(gzip.compress(body, 9, mtime=0))


def read(path=PATH) -> dict:
    """lower-case word -> {DEFAULT: sound, tag: sound} of a written lexicon."""
    from . import phonemes

    data = gzip.decompress(pathlib.Path(path).read_bytes())
    if not data.startswith(MAGIC):
        raise ValueError(f"{path} is not a Voicewright lexicon: build it with python -m training.lexicon")
    count, size = struct.unpack_from("<II", data, len(MAGIC))
    at = len(MAGIC) + 8
    records = data[at + size:].split(b"\0")
    # One byte to one character: stress marks and symbols alike.
    table = {1: "ˌ", 2: "ˈ", **{number: symbol for number, symbol in enumerate(phonemes.SYMBOLS) if number >= 12}}
    table |= {TAG_BASE + number: chr(0xE000 + number) for number in range(len(TAGS))}
    entries, before = {}, b""
    for number in range(count):
        shared, rest = data[at], data[at + 1]
        before = before[:shared] + data[at + 2:at + 2 + rest]
        at += 2 + rest
        entry, tag, sound = {}, DEFAULT, ""
        for character in records[number].decode("latin-1").translate(table):
            if "\ue000" <= character <= "\ue0ff":
                entry[tag] = sound
                tag, sound = TAGS[ord(character) - 0xE000], ""
            else:
                sound += character
        entry[tag] = sound
        entries[before.decode()] = entry
    return entries


def main():
    full, kept = sources(), build()
    write(kept)
    assert read() == kept
    print(f"{len(full)} words, {len(kept)} kept, {PATH.stat().st_size} bytes")


if __name__ == "__main__":
    main()
