"""Letter-to-sound: pronounces words that neither the lexicon nor the rules know.

A word is read as a row of units, each one or two letters with up to two phones (stress on the vowel).
Units are aligned by expectation-maximisation, their order is modelled by a modified Kneser-Ney n-gram
model (order ORDER), pruned by how much each n-gram changes the likelihood of the training words. The
best row of units under the model is found by a beam that allows exactly one primary stress. All costs
are whole numbers (1/1000 nat), so that Python and Go (synth/phoneme) agree to the last symbol.

    python -m training.letters            measure on 5 % held out, then train on all, write letters.bin.gz
    python -m training.letters Zendaya    pronounce words with the written model
"""

import argparse
import bisect
import collections
import functools
import gzip
import pathlib
import random
import struct
import sys
import time

import numpy as np

from . import phonemes as notation
from .letters_align import align, without_stress

PATH = pathlib.Path(__file__).resolve().parent.parent / "assets" / "lexicon" / "letters.bin.gz"
MAGIC = b"VWLTS1\n"
ORDER = 8
BEAM = 24
# Larger drops more n-grams; chosen so that the compressed file stays under 3 MB.
PRUNE = 1.2
END, START = 0, 1  # unit numbers
NO_PRIMARY = 4_000  # cost of a word that ends without a primary stress, 1/1000 nat
SCALE = 1000


def phones_of(pronunciation: str) -> list:
    """Symbols with their stress mark in front, as the units hold them."""
    phones, mark = [], ""
    for character in pronunciation:
        if character in notation.STRESS:
            mark = character
        else:
            phones.append(mark + character)
            mark = ""
    return phones


def training_words() -> list:
    """(word, phones) of every lexicon word with letters only and one primary stress, sorted."""
    words = []
    for word, entry in notation.full_lexicon().items():
        sound = entry["DEFAULT"]
        if len(word) > 1 and word.isascii() and word.isalpha() and sound.count(notation.PRIMARY) == 1:
            words.append((word, phones_of(sound)))
    return sorted(words)


# The n-gram model

def _orders(rows, units):
    """Per order the unique n-grams as (prefix id, unit), their raw counts and their suffix ids."""
    flat, word_start = [], []
    for row in rows:
        word_start.append(len(flat))
        flat += [START, *(units[u] for u in row), END]
    flat = np.array(flat, np.int64)
    size = len(flat)
    # Places from the end of the word: an n-gram must not reach over it.
    ends = np.flatnonzero(flat == END)
    left = ends[np.searchsorted(ends, np.arange(size))] - np.arange(size) + 1
    ids = [flat]
    levels = [dict(prefix=np.zeros(len(units) + 2, np.int64), unit=np.arange(len(units) + 2), raw=np.bincount(flat, minlength=len(units) + 2))]
    for order in range(2, ORDER + 1):
        here = np.flatnonzero(left >= order)
        key = ids[-1][here] * 65536 + flat[here + order - 1]
        unique, first, inverse, raw = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
        number = np.full(size, -1, np.int64)
        number[here] = inverse
        levels.append(dict(prefix=unique // 65536, unit=unique % 65536, raw=raw, suffix=ids[-1][here[first] + 1],
                           starts=flat[here[first]] == START))
        ids.append(number)
    return levels


def estimate(rows, units, prune=PRUNE, log=print):
    """Levels with `unit`, `prefix`, `p` (probability) and `bow` (back-off weight), pruned."""
    levels = _orders(rows, units)
    for order in range(ORDER, 0, -1):
        level = levels[order - 1]
        if order == ORDER:
            adjusted = level["raw"].astype(float)
        else:  # how many different units stand before it; what starts a word keeps its count
            adjusted = np.bincount(levels[order]["suffix"], minlength=len(level["unit"])).astype(float)
            if order > 1:
                adjusted = np.where(level["starts"], level["raw"], adjusted)
        if order == 1:
            adjusted[START] = 0
        level["adjusted"] = adjusted
    lower = None
    for order, level in enumerate(levels, 1):
        count = level["adjusted"]
        n1, n2, n3, n4 = (max(1, int((count == k).sum())) for k in (1, 2, 3, 4))
        y = n1 / (n1 + 2 * n2)
        d1, d2, d3 = (min(0.95 * k, max(0.05, k - (k + 1) * y * b / a)) for k, a, b in ((1, n1, n2), (2, n2, n3), (3, n3, n4)))
        discount = np.select([count == 0, count == 1, count == 2], [0, d1, d2], d3)
        contexts = 1 if order == 1 else len(levels[order - 2]["unit"])
        total = np.maximum(np.bincount(level["prefix"], count, contexts), 1e-12)
        gamma = np.bincount(level["prefix"], discount, contexts) / total
        share = (count - discount) / total[level["prefix"]]
        base = 1 / (len(units) + 1) if order == 1 else lower[level["suffix"]]
        level["p"] = share + gamma[level["prefix"]] * base
        if order == 1:
            level["p"][START] = 1e-9
        else:
            levels[order - 2]["gamma"] = gamma
        lower = level["p"]
    _prune(levels, prune)
    log("n-grams kept: " + " ".join(str(int(level["keep"].sum())) for level in levels))
    return _compact(levels)


def _prune(levels, threshold):
    levels[0]["keep"] = np.ones(len(levels[0]["unit"]), bool)
    needed = np.zeros(len(levels[-1]["unit"]), bool)
    for order in range(ORDER, 1, -1):
        level, under = levels[order - 1], levels[order - 2]
        backed = under["gamma"][level["prefix"]] * under["p"][level["suffix"]]
        gain = level["raw"] * np.log(level["p"] / backed)
        level["keep"] = keep = needed | (gain > threshold)
        needed = np.zeros(len(under["unit"]), bool)
        needed[level["prefix"][keep]] = True
        needed[level["suffix"][keep]] = True
    for order in range(1, ORDER):
        level, above = levels[order - 1], levels[order]
        keep = above["keep"]
        contexts = len(level["unit"])
        high = np.bincount(above["prefix"][keep], above["p"][keep], contexts)
        low = np.bincount(above["prefix"][keep], level["p"][above["suffix"][keep]], contexts)
        level["bow"] = np.maximum(1e-7, 1 - high) / np.maximum(1e-7, 1 - low)


def _compact(levels):
    out, number = [], None
    for order, level in enumerate(levels, 1):
        keep = np.flatnonzero(level["keep"])
        new = np.full(len(level["unit"]), -1, np.int64)
        new[keep] = np.arange(len(keep))
        out.append(dict(unit=level["unit"][keep], p=level["p"][keep],
                        prefix=level["prefix"][keep] if order == 1 else number[level["prefix"][keep]],
                        bow=level["bow"][keep] if order < ORDER else np.ones(len(keep))))
        number = new
    return out


# The file

def _codes(costs, bins=256):
    """256 representative costs (equal shares of the values) and each value's number."""
    table = np.unique(np.round(np.quantile(costs, np.linspace(0, 1, bins))).astype(np.int32))
    table = np.concatenate([table, np.full(bins - len(table), table[-1], np.int32)])
    middle = (table[1:].astype(float) + table[:-1]) / 2
    return table, np.searchsorted(middle, costs).astype(np.uint8)


def write(path, levels, units):
    """Header, units, cost tables, then level by level the units, costs, back-offs and child counts."""
    probability, p = _codes(np.concatenate([-np.log(level["p"]) * SCALE for level in levels]))
    backoff, b = _codes(np.concatenate([-np.log(level["bow"]) * SCALE for level in levels[:-1]]))
    out = [MAGIC, struct.pack("<BH", ORDER, len(units) + 2)]
    for letters, phones in units:
        codes = [notation.STRESS.get(phone[0], 0) * 64 + notation.INDEX[phone[-1]] for phone in phones]
        out.append(bytes([len(letters), *letters.encode(), len(codes), *codes]))
    out += [probability.astype("<i4").tobytes(), backoff.astype("<i4").tobytes()]
    out.append(struct.pack(f"<{ORDER}I", *(len(level["unit"]) for level in levels)))
    at = 0
    for order, level in enumerate(levels, 1):
        size = len(level["unit"])
        # High and low bytes apart: most units have small numbers, so the high bytes pack to little.
        out += [(level["unit"] & 255).astype(np.uint8).tobytes(), (level["unit"] >> 8).astype(np.uint8).tobytes()]
        out.append(p[at:at + size].tobytes())
        if order < ORDER:
            out.append(b[at:at + size].tobytes())
            children = np.bincount(levels[order]["prefix"], minlength=size)
            out.append((children & 255).astype(np.uint8).tobytes() + (children >> 8).astype(np.uint8).tobytes())
        at += size
    pathlib.Path(path).write_bytes(gzip.compress(b"".join(out), 9, mtime=0))


class Model:
    """The written model and its decoder; the same steps in the same order as synth/phoneme in Go."""

    def __init__(self, path=PATH):
        data = gzip.decompress(pathlib.Path(path).read_bytes())
        if not data.startswith(MAGIC):
            raise ValueError(f"{path} is not a letter-to-sound model: train it with python -m training.letters")
        self.order, count = struct.unpack_from("<BH", data, len(MAGIC))
        at = len(MAGIC) + 3
        self.phones, self.by_letters = [(), ()], collections.defaultdict(list)
        for unit in range(2, count):
            letters = data[at + 1:at + 1 + data[at]].decode()
            at += 1 + data[at]
            self.phones.append(tuple(data[at + 1:at + 1 + data[at]]))
            at += 1 + data[at]
            self.by_letters[letters].append(unit)
        self.p_table = np.frombuffer(data, "<i4", 256, at).tolist()
        self.b_table = np.frombuffer(data, "<i4", 256, at + 1024).tolist()
        at += 2048
        sizes = struct.unpack_from(f"<{self.order}I", data, at)
        at += 4 * self.order
        parts = collections.defaultdict(list)
        base = 0
        for order, size in enumerate(sizes, 1):
            take = [np.frombuffer(data, np.uint8, size, at + size * k) for k in range(6 if order < self.order else 3)]
            at += size * len(take)
            base += size
            parts["unit"].append(take[0] + 256 * take[1].astype(np.uint16))
            parts["p"].append(take[2])
            if order < self.order:
                parts["b"].append(take[3])
                children = take[4] + 256 * take[5].astype(np.int64)
                parts["first"].append(base + np.concatenate([[0], np.cumsum(children)[:-1]]))
        self.unit = np.concatenate(parts["unit"]).tolist()
        self.p = np.concatenate(parts["p"]).tolist()
        self.b = np.concatenate(parts["b"]).tolist()
        # first[n] .. first[n + 1] are the children of node n.
        self.first = np.concatenate([*parts["first"], [base]]).tolist()
        self.roots = sizes[0]

    def _child(self, node, unit):
        if node + 1 >= len(self.first):
            return -1
        low, high = self.first[node], self.first[node + 1]
        place = bisect.bisect_left(self.unit, unit, low, high)
        return place if place < high and self.unit[place] == unit else -1

    def _contexts(self, history):
        """Nodes of the history's suffixes that the model holds, longest first."""
        nodes = []
        for start in range(len(history)):
            node = history[start]
            for unit in history[start + 1:]:
                node = self._child(node, unit)
                if node < 0:
                    break
            if node >= 0:
                nodes.append(node)
        return nodes

    def _cost(self, contexts, unit):
        cost = 0
        for node in contexts:
            child = self._child(node, unit)
            if child >= 0:
                return cost + self.p_table[self.p[child]]
            if node < len(self.b):
                cost += self.b_table[self.b[node]]
        return cost + self.p_table[self.p[unit]]

    def pronounce(self, word):
        """The phoneme string of a word of the letters a-z, or None when no row of units spells it."""
        beams = [[] for _ in range(len(word) + 1)]
        beams[0] = [(0, (START,), False, ())]  # cost, history, has a primary stress, phone codes
        for place in range(len(word)):
            kept = _narrow(beams[place])
            beams[place] = None
            for cost, history, stressed, codes in kept:
                contexts = self._contexts(history)
                for length in (1, 2):
                    if place + length > len(word):
                        break
                    for unit in self.by_letters.get(word[place:place + length], ()):
                        primaries = sum(code >= 128 for code in self.phones[unit])
                        if primaries + stressed > 1:
                            continue
                        beams[place + length].append((
                            cost + self._cost(contexts, unit), (history + (unit,))[1 - self.order:],
                            stressed or primaries > 0, codes + self.phones[unit]))
        best = None
        for cost, history, stressed, codes in _narrow(beams[-1]):
            cost += self._cost(self._contexts(history), END) + (0 if stressed else NO_PRIMARY)
            if best is None or cost < best[0]:
                best = cost, codes
        if best is None or not best[1]:
            return None
        marks = ("", notation.SECONDARY, notation.PRIMARY)
        return "".join(marks[code >> 6] + notation.SYMBOLS[code & 63] for code in best[1])


def _narrow(hypotheses):
    """The BEAM cheapest, the earlier one first among equals; of equal futures only the cheapest."""
    hypotheses.sort(key=lambda one: one[0])
    seen, kept = set(), []
    for one in hypotheses:
        if one[1:3] in seen:
            continue
        seen.add(one[1:3])
        kept.append(one)
        if len(kept) == BEAM:
            break
    return kept


@functools.lru_cache(1)
def model():
    return Model()


# Training and measuring

def train(words, path, prune=PRUNE, log=print):
    rows = [row for row in align(words, log) if row]
    seen = collections.Counter(unit for row in rows for unit in row)
    rows = [row for row in rows if all(seen[unit] >= 3 for unit in row)]
    units = sorted({unit for row in rows for unit in row})
    log(f"{len(rows)} of {len(words)} words aligned with {len(units)} units")
    levels = estimate(rows, {unit: number for number, unit in enumerate(units, 2)}, prune, log)
    write(path, levels, units)
    log(f"{path}: {pathlib.Path(path).stat().st_size} bytes")


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def measure(words, pronounce):
    """Phone and word error rates, with and without stress marks counted."""
    wrong = collections.Counter()
    phones = 0
    for word, truth in words:
        said = phones_of(pronounce(word) or "")
        phones += len(truth)
        wrong["phones with stress"] += distance(said, truth)
        wrong["words with stress"] += said != truth
        wrong["phones"] += distance(without_stress(said), without_stress(truth))
        wrong["words"] += without_stress(said) != without_stress(truth)
    return {kind: 100 * count / (phones if kind.startswith("phones") else len(words)) for kind, count in wrong.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("words", nargs="*", help="pronounce these words with the written model")
    parser.add_argument("--out", type=pathlib.Path, default=PATH)
    parser.add_argument("--prune", type=float, default=PRUNE)
    parser.add_argument("--no-measure", action="store_true", help="train on all words without the held-out figures")
    parser.add_argument("--test-words", type=int, default=3000, help="how many of the held-out 5 %% to score")
    options = parser.parse_args()
    if options.words:
        one = Model(options.out)
        for word in options.words:
            print(word, one.pronounce(word.lower()))
        return
    words = training_words()
    started = time.time()
    if not options.no_measure:
        held = random.Random(2).sample(words, len(words) // 20)
        out = set(word for word, _ in held)
        trial = options.out.with_name("letters-trial.bin.gz")
        train([one for one in words if one[0] not in out], trial, options.prune)
        rates = measure(held[:options.test_words], Model(trial).pronounce)
        print(", ".join(f"{kind} wrong {rate:.2f} %" for kind, rate in rates.items()), f"({time.time() - started:.0f} s)")
        trial.unlink()
    train(words, options.out, options.prune)
    print(f"{time.time() - started:.0f} s in all", file=sys.stderr)


if __name__ == "__main__":
    main()
