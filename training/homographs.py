"""Chooses between the readings of a homograph (read, record, live, close ...) by the words around it.

No tagger is loaded: word classes come from assets/lexicon/context.txt, and a fixed row of questions about
the neighbours gives a coarse part of speech. synth/phoneme (homographs.go, senses.go) asks the same in the same order.
"""

import functools

from . import lexicon as lexicon_file

PUNCTUATION = frozenset("?!.…;:—,")
STOPS = PUNCTUATION - {","}
REACH = 24  # words looked at on either side
ADJECTIVE_ENDINGS = ("ous", "ful", "ive", "ic", "able", "ible", "less", "ary", "ical", "ial", "ual", "nal", "iest", "ish", "ant")
VERB, NOUN, ADJ, PAST, DONE, OTHER = "VERB", "NOUN", "ADJ", "VBD", "VBN", ""
# Words ending in -ate whose listed default is the verb are adjectives wherever they are not verbs.
VERB_DEFAULT_ADJECTIVES = ("ate", "diffuse")


@functools.lru_cache(1)
def classes() -> dict:
    groups = {}
    for line in (lexicon_file.ASSETS / "context.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, words = line.split(":", 1)
            groups[name] = frozenset(words.split())
    return groups


def _in(word: str, *names: str) -> bool:
    groups = classes()
    return any(word in groups[name] for name in names)


class Context:
    """The words before and after one place, up to the next punctuation mark; "" beyond it."""

    def __init__(self, tokens, words, place):
        self.words, self.place, self.word = words, place, words[place]
        self.capital = tokens[place][:1].isupper()
        self.first = place == 0 or words[place - 1] in (".", "?", "!", "…")
        self.names = [token[:1].isupper() for token in tokens]
        # Adverbs between a subject or an auxiliary and its verb are stepped over.
        back = place - 1
        while back >= 0 and self._adverb(words[back]):
            back -= 1
        self.skipped = place - 1 - back
        self.back = back
        self.p1, self.p2, self.p3 = self.at(back), self.at(back - 1), self.at(back - 2)
        if self.p1 == "":
            self.p2 = self.p3 = ""
        elif self.p2 == "":
            self.p3 = ""
        self.before = self.at(place - 1)
        self.n1 = self.at(place + 1)
        self.n2 = self.at(place + 2) if self.n1 else ""

    def at(self, place):
        if 0 <= place < len(self.words) and self.words[place] not in PUNCTUATION:
            return self.words[place]
        return ""

    @staticmethod
    def _adverb(word):
        return _in(word, "adverb") or (len(word) > 4 and word.endswith("ly") and word not in ("family", "only", "early", "daily"))

    def near(self, name):
        """Whether a word of the class stands in the same clause."""
        return any(_in(word, name) for word in self.clause())

    def clause(self):
        """The other words up to the next stop (a comma is none) on either side."""
        low = high = self.place
        while low > 0 and self.place - low < REACH and self.words[low - 1] not in STOPS:
            low -= 1
        while high + 1 < len(self.words) and high - self.place < REACH and self.words[high + 1] not in STOPS:
            high += 1
        return self.words[low:self.place] + self.words[self.place + 1:high + 1]


def _adjective(word):
    return _in(word, "adjective", "number", "ordinal") or (len(word) > 4 and word.endswith(ADJECTIVE_ENDINGS))


def _object_follows(c):
    """A determiner, pronoun or number right after: what stands before it is most likely a verb."""
    return _in(c.n1, "det", "object", "possessive")


def _plural(word):
    return (len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s")) and not _in(word, "compound_plural")) \
        or word in ("people", "men", "women", "children", "police")


def part_of_speech(c) -> str:
    """VERB, NOUN, ADJ or OTHER (no evidence)."""
    third = c.word.endswith("s") and not c.word.endswith("ss")
    p1 = c.p1
    if not p1:
        if c.n1 == "":
            return OTHER
        if _object_follows(c) and c.n1 not in ("that", "which", "what", "whose", "all", "both"):
            return OTHER if third else VERB
        return VERB if c.skipped and not third else OTHER
    if p1 in ("to",):
        if third or c.p2 == c.word:
            return NOUN
        if c.skipped == 0 and c.n1 in ("of", "is", "was"):
            return NOUN
        return VERB
    if _in(p1, "subject") and _in(c.p2, "be") and not third:
        return ADJ  # "are you content"
    if _in(p1, "modal") and p1 not in ("do", "does", "did"):
        return VERB if not third else NOUN
    if _in(p1, "modal"):
        return NOUN if third else VERB
    if _in(p1, "degree") and c.skipped == 0 and not _in(p1, "adverb"):
        return ADJ
    if _in(p1, "subject", "singular_subject"):
        if p1 == "it" and third is False:
            return OTHER
        return VERB
    if p1 in ("that", "which", "what", "these", "those", "this"):
        if p1 in ("that", "which") and (third or _object_follows(c)):
            return VERB if _object_follows(c) or c.n1 in ("with", "to", "from", "into") else NOUN
        return VERB if _object_follows(c) else NOUN
    if p1 == "her" and _object_follows(c):
        return VERB
    if _in(p1, "possessive", "det") or p1.endswith(("'s", "s'")):
        if p1.endswith("'s") and _in(p1, "be") and _object_follows(c):
            return VERB
        return NOUN
    if _in(p1, "be"):
        return ADJ
    if _in(p1, "have"):
        return NOUN
    if _in(p1, "object"):
        if c.p2 in ("let", "make", "makes", "made", "help", "helped", "see", "saw", "hear", "heard", "watch", "watched") and not third:
            return VERB
        return VERB if not third and _object_follows(c) else OTHER
    if _in(p1, "conjunction"):
        if _object_follows(c):
            return VERB
        return NOUN if third or c.n1 in ("of", "") else OTHER
    if _in(p1, "prep"):
        return NOUN
    if _adjective(p1):
        return VERB if _object_follows(c) and third and _in(c.p2, "det") else NOUN
    if _object_follows(c) and c.n1 not in ("that", "which"):
        if third:
            return NOUN if _plural(p1) else VERB
        return VERB
    if third and _in(c.n1, "number") and not _plural(p1):
        return VERB
    if _plural(p1) and not third:
        if c.n1 == "of":
            return NOUN
        if c.n1 == "" or _in(c.n1, "prep") or c.n1.endswith("ly"):
            return VERB
        return OTHER
    if third and c.back >= 0 and c.names[c.back] and c.back > 0 and c.n1:
        return VERB  # "John presents awards"
    return NOUN


def _past(c) -> str:
    """The form of a verb whose past is spelled like its present (read): VBD, VBN or VERB; NOUN otherwise."""
    p1 = c.p1
    if _in(p1, "have") or (_in(p1, "be") and p1 not in ("feel", "feels", "look", "looks", "seem", "seems")):
        return DONE
    if p1 in ("well", "most", "widely") or c.before in ("well", "widely"):
        return DONE
    if _in(p1, "modal"):
        return VERB
    # A question: "did you read", "have they read", "to never read".
    if _in(p1, "subject", "object") or not _in(p1, "det", "prep", "conjunction", "possessive"):
        if _in(c.p2, "modal") and p1 != "to":
            return VERB
        if _in(c.p2, "have"):
            return DONE
    if p1 in ("a", "an", "good", "great", "long", "quick", "interesting", "easy", "light") and (c.n1 == "" or _in(c.n1, "prep")):
        return NOUN
    if _in(p1, "possessive", "det") and p1 not in ("that", "which", "this", "all", "both", "each") or _adjective(p1):
        return NOUN
    if p1 == "" or _in(p1, "conjunction"):
        if p1 and c.near("past_cue"):
            return PAST
        if p1 and _earlier_ed(c):
            return PAST
        return VERB
    if _in(p1, "plural_subject") or _plural(p1) or p1 in ("that", "which"):
        if c.near("past_cue") or _earlier_ed(c):
            return PAST
        if c.near("present_cue"):
            return VERB
        return PAST if c.n1 in ("about", "it", "them", "his", "her", "my", "your") and p1 == "i" else VERB
    if _in(p1, "prep"):
        return VERB
    # A single subject without -s: he read, the minister read.
    return PAST


def _earlier_ed(c):
    return any(len(word) > 4 and word.endswith("ed") for word in c.clause())


def _wound(c) -> str:
    if _in(c.p1, "modal"):
        return NOUN
    if _in(c.p1, "det", "possessive", "prep") or _adjective(c.p1):
        return NOUN
    if _in(c.n1, "wrap_after"):
        return PAST
    if _in(c.p1, "have", "be"):
        return DONE
    if _in(c.p1, "subject") or (_in(c.p1, "conjunction") and c.n1 not in ("", "and", "or")):
        return PAST
    return NOUN


def special(c):
    """The tag of words that need more than a part of speech; None for all others."""
    word, n1, p1 = c.word, c.n1, c.p1
    tag = part_of_speech(c)
    if word in ("read", "reread"):
        return _past(c)
    if word == "wound":
        return _wound(c)
    if word == "used":
        if n1 != "to":
            return OTHER
        # "it was used to make" against "he was used to making", "used to the".
        passive = _in(p1, "be") and p1 not in ("get", "got", "getting", "gets", "become", "became", "becomes", "am", "i'm")
        if passive and c.n2 and not c.n2.endswith("ing") and not _in(c.n2, "det", "object", "possessive", "be"):
            return OTHER
        return PAST
    if word == "close":
        if n1 in ("to", "by", "up") and not _in(p1, "modal"):
            return ADJ
        if tag == NOUN:
            return NOUN if n1 in ("", "of") and not _in(p1, "adjective") and p1 != "in" else ADJ
        return tag if tag == VERB else ADJ
    if word == "live":
        if tag == VERB or c.before == "long":
            return VERB
        if _in(p1, "broadcast", "be") or (tag == NOUN and not _plural(p1) and not _in(n1, "place_after")):
            return ADJ
        return VERB if _in(n1, "place_after") or _plural(p1) or _in(p1, "conjunction") else ADJ
    if word == "lives":
        if tag == VERB:
            return VERB
        if _in(p1, "det", "possessive", "prep", "number") or _adjective(p1) or p1.endswith(("s'", "'s", "ing", "ed", "ve")):
            return NOUN
        return VERB if p1 and (_in(n1, "place_after")) else NOUN
    if word in ("lead",):
        if n1 and _in(n1, "metal_after"):
            return "ALT"
        alone = n1 == "" or _in(n1, "prep", "conjunction", "be", "modal")
        return "ALT" if tag != VERB and alone and c.near("metal") and not (p1 in ("the", "a") and n1 in ("in", "of", "to", "over")) else OTHER
    if word in ("bow", "bows"):
        if tag == VERB or n1 in ("down", "before"):
            return VERB
        return "ALT" if c.near("bow_bend") and not c.near("bow_string") else OTHER
    if word == "bass":
        return "ALT" if c.near("fish") else OTHER
    if word in ("tear", "tears"):
        if tag == VERB and p1 or (p1 not in ("", "a", "the", "single") and _in(n1, "verb_particle") and tag != NOUN):
            return VERB
        if tag == VERB and _object_follows(c) or (_in(p1, "conjunction") and _in(n1, "verb_particle")):
            return VERB
        if (p1 == "and" and c.p2 == "wear") or (word == "tear" and n1 in ("in", "across", "along") and c.near("rip")):
            return VERB
        return NOUN
    if word in ("wind", "winds"):
        if n1 in ("up", "its", "their", "his", "through", "around", "back") and not _in(p1, "det", "possessive", "adjective"):
            return VERB
        if _in(p1, "winding_subject") and n1 != "":
            return VERB
        return tag if tag == VERB else NOUN
    if word == "minute":
        if _in(n1, "small_things") or (_in(p1, "degree") and p1 not in ("as", "how", "not", "more", "most", "less")):
            return ADJ
        return OTHER
    if word == "content":
        if tag == ADJ or n1 in ("with", "to") or _in(p1, "be", "degree"):
            return OTHER
        if tag == NOUN or n1 in classes()["content_after"]:
            return NOUN if not (p1 in ("a", "the") and n1 and not _in(n1, "prep", "be", "conjunction", "modal", "content_after")) else OTHER
        return OTHER
    if word == "invalid":
        return NOUN if tag == NOUN and (n1 == "" or _in(n1, "be", "conjunction", "prep", "modal", "have")) else OTHER
    if word == "dove":
        if _in(p1, "subject") or (_in(n1, "dive_after") and not _in(p1, "det", "possessive") and not _adjective(p1) and p1):
            return VERB
        return NOUN
    if word == "house" or word == "mouth":
        return VERB if tag == VERB and _object_follows(c) else NOUN
    if word == "refuse":
        return NOUN if n1 in classes()["refuse_after"] or tag in (NOUN, ADJ) and n1 != "to" else VERB
    if word == "produce":
        return NOUN if n1 in classes()["produce_after"] or tag == NOUN else OTHER
    if word in ("use", "uses"):
        if n1 == "of" or (tag in (NOUN, ADJ) and not (_object_follows(c) and not _in(p1, "det", "possessive"))):
            return NOUN
        return VERB
    if word == "excuse":
        return VERB if _object_follows(c) and tag != NOUN else tag
    if word in ("object", "objects") and n1 == "to" and not _in(p1, "det", "possessive"):
        return VERB
    if word in ("learned", "aged", "blessed", "cursed"):
        if _in(p1, "det", "possessive") or _in(p1, "degree") and word == "learned":
            return ADJ if _in(n1, "person") or (word == "aged" and p1 == "the" and n1 in ("", "and")) or \
                (word in ("blessed", "cursed") and n1) or (word == "learned" and _in(p1, "degree")) else OTHER
        return OTHER
    if word in ("crooked", "dogged", "ragged", "jagged"):
        return VERB if _in(p1, "subject", "have") or n1 == "by" else OTHER
    if word == "moped":
        return VERB if _in(p1, "subject") or n1 in ("about", "around") else NOUN
    if word == "resume" or word == "resumes":
        return NOUN if tag == NOUN else VERB
    if word == "deserts" and c.before == "just":
        return VERB
    if word == "axes":
        return VERB if c.near("tools") else OTHER
    if word == "august":
        return "CAP" if c.capital or _in(p1, "date_before") or _in(n1, "ordinal", "number") else OTHER
    if word == "polish":
        return "CAP" if c.capital and not (c.first and _object_follows(c)) else OTHER
    if word in ("there", "that"):
        return OTHER
    return None


def choose(tokens, words, place, entry) -> str:
    """The sound of the entry that fits the place."""
    c = Context(tokens, words, place)
    default = entry[lexicon_file.DEFAULT]
    if "None" in entry and c.n1 == "" and place + 1 < len(words):
        return entry["None"]
    tag = special(c)
    if tag is None:
        tag = part_of_speech(c)
        if "CAP" in entry and c.capital and not c.first:
            tag = "CAP"
        elif "ADJ" in entry and "VERB" not in entry and c.word.endswith(VERB_DEFAULT_ADJECTIVES):
            tag = tag if tag in (VERB, NOUN) and tag in entry else ADJ if tag != VERB else VERB
        elif tag == ADJ and "ADJ" not in entry:
            return default
    if tag in entry:
        return entry[tag]
    if tag in (PAST, DONE) and "VERB" in entry:
        return entry["VERB"]
    return default
