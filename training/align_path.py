"""The best path of an utterance through its pronunciations: variants of a word, optional pauses, a duration prior.

An utterance becomes a small graph of segments (phones and pauses) in topological order. `best_path` is a segmental Viterbi search:
a segment of d frames scores the sum of its frames' log probabilities plus the log prior of d, so that a phone is not squeezed to its
minimum to let a neighbour have two more frames, as a plain frame-wise search does on real speech.
"""
import dataclasses

import numba
import numpy as np

from .phonemes import BOUNDARIES, PHONES, PRIMARY, SECONDARY, VOWELS

SILENCE = 0  # class 0; phones are 1.. in the order of PHONES
CLASSES = 1 + len(PHONES)
MARKS = SECONDARY + PRIMARY
SHORTEST_PHONE, LONGEST_PHONE, SHORTEST_PAUSE, CLOSING_PAUSE = 2, 60, 4, 14  # frames of 10.7 ms

# Other ways to say a word, keyed by its phonemes without stress marks; the stress of the written form goes to the first vowel.
REDUCED = {
    "ænd": ["ənd", "ən", "ᵊn", "æn"], "ənd": ["ænd", "ən"], "ən": ["ænd", "ənd"], "ɐn": ["ən", "æn"],
    "ðə": ["ði"], "ði": ["ðə"], "ɐ": ["A", "ə"], "A": ["ɐ"], "tə": ["tu", "tʊ", "ɾə"], "tʊ": ["tə", "tu"], "tu": ["tə", "tʊ"],
    "əv": ["ʌv", "ə"], "ʌv": ["əv", "ə"], "fɔɹ": ["fəɹ"], "fəɹ": ["fɔɹ"], "ɔɹ": ["əɹ"], "ðæt": ["ðət", "ðæɾ"], "ðət": ["ðæt"],
    "hɪm": ["ɪm"], "hɪz": ["ɪz"], "hi": ["i"], "hɜɹ": ["ɜɹ", "əɹ"], "hæd": ["əd", "həd", "æd"], "hæz": ["əz", "həz"], "hæv": ["əv", "həv"],
    "wʌz": ["wəz"], "wəz": ["wʌz"], "wɜɹ": ["wəɹ"], "kæn": ["kən"], "kʊd": ["kəd"], "wʊd": ["wəd"], "ʃʊd": ["ʃəd"], "æt": ["ət"],
    "æz": ["əz"], "əz": ["æz"], "bʌt": ["bət", "bʌɾ"], "fɹʌm": ["fɹəm"], "ju": ["jə", "jʊ"], "jʊɹ": ["jɔɹ", "jəɹ"], "jɔɹ": ["jəɹ"],
    "ðɛm": ["ðəm", "əm"], "ðɛɹ": ["ðəɹ"], "sʌm": ["səm"], "ɑɹ": ["əɹ"], "wɪð": ["wɪθ"], "ɪt": ["ɪɾ"], "ðən": ["ðɛn"],
    "wɪʧ": ["hwɪʧ"], "dəz": ["dʌz"], "ɪntu": ["ɪntə"], "bɪkʌz": ["bɪkəz", "bɪkɔz"], "mI": ["mə"], "ʌs": ["əs"], "nɑt": ["nɑɾ"],
}
REDUCED = {k: [v for v in vs if all(c in PHONES for c in v)] for k, vs in REDUCED.items()}
VOICED_BEFORE_TAP = VOWELS | set("ɜɹ")


def split_words(phonemes):
    """[(word, boundary after it), ...] of a phoneme string in cache notation."""
    words, start = [], 0
    for k, c in enumerate(phonemes):
        if c in BOUNDARIES:
            if k > start:
                words.append((phonemes[start:k], c))
            start = k + 1
    if start < len(phonemes):
        words.append((phonemes[start:], "."))
    return words


def stressed(variant, mark):
    """`variant` with the mark before its first vowel."""
    if mark:
        for k, c in enumerate(variant):
            if c in VOWELS or c == "ɜ":
                return variant[:k] + mark + variant[k:]
    return variant


def variants(word, following=""):
    """Pronunciations to try for a word, its dictionary form first. `following` is the next word's dictionary form."""
    bare = "".join(c for c in word if c not in MARKS)
    mark = next((c for c in word if c in MARKS), "")
    found = [word] + [stressed(v, mark) for v in REDUCED.get(bare, [])]
    if len(found) > 1:
        return found
    ahead = following.lstrip(MARKS)[:1]
    if ahead in VOWELS and len(bare) > 1 and bare[-1] == "t" and bare[-2] in VOICED_BEFORE_TAP:
        found.append(word[:-1] + "ɾ")
    if ahead and ahead not in VOWELS and len(bare) > 2 and bare[-1] in "td" and bare[-2] in "nsfkplʃ":
        found.append(word[:-1])  # "las(t) night"
    for k in range(1, len(word) - 1):
        tail = word[k + 1:]
        if tail[0] in VOWELS and word[k - 1] in VOICED_BEFORE_TAP:  # unstressed vowel follows
            if word[k] == "t":
                found.append(word[:k] + "ɾ" + tail)
            elif word[k] == "ɾ":
                found.append(word[:k] + "t" + tail)
    for a, b in (("ᵊn", "ən"), ("ᵊl", "əl"), ("ᵻ", "ə"), ("ᵻ", "ɪ")):
        if a in word:
            found.append(word.replace(a, b))
    if bare[-2:] == "ɪŋ" and len(bare) > 3:
        found.append(word[:-1] + "n")
    return found


@dataclasses.dataclass
class Graph:
    """Segments in topological order. Predecessor -1 is the start; `final` segments may end the utterance."""
    classes: np.ndarray  # [n] int32 class of a segment
    costs: np.ndarray  # [n] float32 added on entry
    first: np.ndarray  # [n + 1] int32, predecessors of segment k are previous[first[k]:first[k + 1]]
    previous: np.ndarray
    final: np.ndarray  # [n] bool
    words: list  # [(word number, variant string) or None for a pause, one a segment]


def build(words, pause_cost=1.5, variant_cost=0.7, pronounce=variants):
    """Graph of [(word, boundary), ...]. A pause at a punctuation mark or an edge costs nothing, at a space `pause_cost`."""
    classes, costs, before, labels = [], [], [], []

    def add(cls, cost, previous, label):
        classes.append(cls)
        costs.append(-cost)
        before.append(previous)
        labels.append(label)
        return len(classes) - 1

    ends = [-1, add(SILENCE, 0.0, [-1], None)]
    for k, (word, boundary) in enumerate(words):
        following = words[k + 1][0] if k + 1 < len(words) else ""
        new = []
        for number, variant in enumerate(dict.fromkeys(pronounce(word, following))):
            last = ends
            cost = variant_cost if number else 0.0
            for c in variant:
                if c not in MARKS:
                    last = [add(PHONES.index(c) + 1, cost, last, (k, variant))]
                    cost = 0.0
            new += last
        edge = boundary != " " or k + 1 == len(words)
        ends = new + [add(SILENCE, 0.0 if edge else pause_cost, new, None)]
    final = np.zeros(len(classes), bool)
    final[ends] = True
    first = np.cumsum([0] + [len(b) for b in before]).astype(np.int32)
    return Graph(np.array(classes, np.int32), np.array(costs, np.float32), first,
                 np.array([p for b in before for p in b], np.int32), final, labels)


@numba.njit(cache=True, fastmath=True)
def _search(cumulative, classes, costs, first, previous, backward):
    """best[k, t]: score of the best path whose segment k ends before frame t; enter[k, t]: of one whose segment k starts at t.
    backward[c, j] is the log prior of a phone of LONGEST_PHONE - j frames: with it the inner loop runs forward over start frames and
    needs no argmax, so that the compiler makes vector code of it (8 times faster); `best_path` finds the winners on its way back."""
    frames, n, longest = cumulative.shape[1] - 1, classes.shape[0], backward.shape[1]
    worst = np.float32(-1e30)
    best = np.full((n, frames + 1), worst, np.float32)
    enter = np.full((n, frames + 1), worst, np.float32)
    row = np.empty(frames + 1, np.float32)
    for k in range(n):
        for e in range(first[k], first[k + 1]):
            p = previous[e]
            if p < 0:
                enter[k, 0] = max(enter[k, 0], np.float32(0))
            else:
                for t in range(frames + 1):
                    enter[k, t] = max(enter[k, t], best[p, t])
        c = classes[k]
        for t in range(frames + 1):
            row[t] = enter[k, t] - cumulative[c, t]
        if c == SILENCE:  # a pause may last: continue it, or begin it SHORTEST_PAUSE frames ago
            top = worst
            for t in range(SHORTEST_PAUSE, frames + 1):
                top = max(top, row[t - SHORTEST_PAUSE] + costs[k])
                best[k, t] = top + cumulative[c, t]
        else:
            for t in range(SHORTEST_PHONE, frames + 1):
                top, low = worst, max(0, t - longest)
                shift = longest - t
                for s in range(low, t - SHORTEST_PHONE + 1):
                    top = max(top, row[s] + backward[c, s + shift])
                best[k, t] = top + cumulative[c, t] + costs[k]
    return best, enter


def best_path(log_probability, graph, prior):
    """[(segment, start, end), ...] in frames and its score, or None where the frames are too few. log_probability [T, classes],
    prior [classes, LONGEST_PHONE + 1] log probability of a duration."""
    frames = len(log_probability)
    cumulative = np.zeros((log_probability.shape[1], frames + 1), np.float32)
    cumulative[:, 1:] = np.cumsum(log_probability.T.astype(np.float64), 1)
    backward = np.ascontiguousarray(prior[:, :0:-1])  # of LONGEST_PHONE, ..., 1 frames
    best, enter = _search(cumulative, graph.classes, graph.costs, graph.first, graph.previous, backward)
    ends = np.where(graph.final, best[:, frames], -np.inf)
    k, t = int(ends.argmax()), frames
    score = float(ends[k])
    if score < -1e29:
        return None
    path = []
    while True:
        c = graph.classes[k]
        if c == SILENCE:
            starts = np.arange(0, t - SHORTEST_PAUSE + 1)
            values = enter[k, starts] - cumulative[c, starts]
        else:
            starts = np.arange(max(0, t - LONGEST_PHONE), t - SHORTEST_PHONE + 1)
            values = enter[k, starts] - cumulative[c, starts] + prior[c, t - starts]
        a = int(starts[values.argmax()])
        path.append((k, a, t))
        candidates = graph.previous[graph.first[k]:graph.first[k + 1]]
        if a == 0 and -1 in candidates:
            return path[::-1], score
        candidates = candidates[candidates >= 0]
        k, t = int(candidates[best[candidates, a].argmax()]), a


def symbols_of(path, graph, words):
    """(phoneme string, durations): the path in the cache's form, one duration a symbol with ^, boundaries and $."""
    text, lengths, current = "", [0], None
    for k, a, b in path:
        label = graph.words[k]
        if label is None:
            if current is None:
                lengths[0] = b - a
            else:
                pause = b - a
                text, lengths = text + words[current][1], lengths + [pause]
                current = -1 - current  # its boundary is written
            continue
        word, variant = label
        if current != word:
            if current is not None and current >= 0:
                text, lengths = text + words[current][1], lengths + [0]
            current = word
            phones = iter(marked(variant))
        text += next(phones)
        lengths.append(b - a)
    if current is not None and current >= 0:
        text, lengths = text + words[current][1], lengths + [0]
    tail = lengths.pop()  # the closing mark keeps a short silence, the rest belongs to $
    return text, lengths + [min(tail, CLOSING_PAUSE), max(0, tail - CLOSING_PAUSE)]


def marked(variant):
    """The phones of a variant, each with the stress mark before it."""
    mark = ""
    for c in variant:
        if c in MARKS:
            mark = c
        else:
            yield mark + c
            mark = ""
