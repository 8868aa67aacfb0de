"""Tests of the alignment stage: python -m unittest training.test_align"""
import unittest

import numpy as np

from training import align, align_net as net, align_path as ap
from training.phonemes import PHONES


def flat_prior():
    return np.zeros((ap.CLASSES, ap.LONGEST_PHONE + 1), np.float32)


def by_hand(log_probability, graph, prior):
    """Score of the best path by trying every row of segments and every set of boundaries."""
    frames, best = len(log_probability), -np.inf

    def extend(k, t, score):
        nonlocal best
        c = graph.classes[k]
        least = ap.SHORTEST_PAUSE if c == 0 else ap.SHORTEST_PHONE
        for d in range(least, frames - t + 1):
            s = score + graph.costs[k] + log_probability[t:t + d, c].sum() + (0 if c == 0 else prior[c, d])
            if t + d == frames:
                if graph.final[k]:
                    best = max(best, s)
                continue
            for after in range(len(graph.classes)):
                if k in graph.previous[graph.first[after]:graph.first[after + 1]]:
                    extend(after, t + d, s)

    for k in range(len(graph.classes)):
        if -1 in graph.previous[graph.first[k]:graph.first[k + 1]]:
            extend(k, 0, 0.0)
    return best


class PathTest(unittest.TestCase):
    def test_equals_exhaustive_search(self):
        rng = np.random.default_rng(0)
        for words in ([("ðə", " "), ("kˈæt", ".")], [("ænd", ","), ("ɐ", ".")]):
            for frames in (12, 15, 18):
                p = np.log(rng.dirichlet(np.full(ap.CLASSES, 0.1), frames) + 1e-4).astype(np.float32)
                prior = rng.normal(size=(ap.CLASSES, ap.LONGEST_PHONE + 1)).astype(np.float32)
                graph = ap.build(words)
                path, score = ap.best_path(p, graph, prior)
                self.assertAlmostEqual(score, by_hand(p, graph, prior), places=2)
                self.assertEqual([a for _, a, _ in path] + [frames], [0] + [b for _, _, b in path])

    def test_too_short(self):
        self.assertIsNone(ap.best_path(np.zeros((5, ap.CLASSES), np.float32), ap.build([("kˈæt", ".")]), flat_prior()))

    def sounds(self, labels, words):
        """Path of a clip whose frames are certain: labels is a list of (phone or "_", frames)."""
        classes = np.concatenate([np.full(n, 0 if s == "_" else PHONES.index(s) + 1) for s, n in labels])
        p = np.full((len(classes), ap.CLASSES), -9.0, np.float32)
        p[np.arange(len(classes)), classes] = 0
        graph = ap.build(words)
        path, _ = ap.best_path(p, graph, flat_prior())
        text, durations = ap.symbols_of(path, graph, words)
        self.assertEqual(sum(durations), len(classes))
        self.assertEqual(len(durations), 2 + sum(c not in ap.MARKS for c in text))
        return text, durations

    def test_pause_and_reduced_form(self):
        words = [("kˈæt", " "), ("ˌænd", " "), ("bˈɔɡ", ".")]
        text, durations = self.sounds([("_", 6), ("k", 5), ("æ", 9), ("t", 4), ("_", 15), ("ə", 4), ("n", 6), ("b", 5), ("ɔ", 11), ("ɡ", 6), ("_", 20)], words)
        self.assertEqual(text, "kˈæt ˌən bˈɔɡ.")
        self.assertEqual(durations, [6, 5, 9, 4, 15, 4, 6, 0, 5, 11, 6, 14, 6])

    def test_no_silence_anywhere(self):
        text, durations = self.sounds([("k", 5), ("æ", 9), ("t", 4), ("d", 5), ("ɔ", 11), ("ɡ", 6)], [("kˈæt", " "), ("dˈɔɡ", "?")])
        self.assertEqual((text, durations), ("kˈæt dˈɔɡ?", [0, 5, 9, 4, 0, 5, 11, 6, 0, 0]))


class WordsTest(unittest.TestCase):
    def test_split(self):
        self.assertEqual(ap.split_words("ðə kˈæt,sˈæt."), [("ðə", " "), ("kˈæt", ","), ("sˈæt", ".")])

    def test_variants_are_phones_and_first_is_the_dictionary(self):
        for word, following in (("ænd", ""), ("wˈɔtəɹ", ""), ("lˈæst", "nˈIt"), ("ɡˈOɪŋ", ""), ("ðə", "ˈæpᵊl")):
            found = ap.variants(word, following)
            self.assertEqual(found[0], word)
            self.assertGreater(len(found), 1)
            self.assertTrue(all(c in PHONES or c in ap.MARKS for v in found for c in v))
        for vs in ap.REDUCED.values():
            self.assertTrue(vs)


class LabelTest(unittest.TestCase):
    def test_labels_move_earlier_and_keep_their_number(self):
        labels = net.frame_labels(["^", "k", "æ", ".", "$"], [10, 5, 6, 8, 2], late=5)
        self.assertEqual(len(labels), 31)
        self.assertEqual([int((labels == c).sum()) for c in (PHONES.index("k") + 1, PHONES.index("æ") + 1)], [5, 6])
        self.assertTrue((labels[5:10] == PHONES.index("k") + 1).all())

    def test_normalise_ignores_level_and_colour(self):
        mel = np.random.default_rng(1).normal(size=(90, 100)).astype(np.float32)
        self.assertLess(abs(net.normalise(mel) - net.normalise(mel + 3 + np.linspace(0, 0.01, 100, dtype=np.float32))).max(), 0.05)

    def test_augment_keeps_labels_in_step(self):
        mel = np.full((100, 100), -9, np.float32)
        mel[40:60] = 0
        labels = np.zeros(100, np.int64)
        labels[40:60] = 7
        for seed in range(20):
            x, y = net.augment(mel, labels, np.random.default_rng(seed))
            self.assertEqual(len(x), len(y))
            self.assertGreater(x[y == 7].mean(), x[y == 0].mean())

    def test_punctuate(self):
        durations = [0] + [5, 5, 0] * 4 + [5, 5, 60] + [5, 5, 20] + [5, 5, 0] * 2 + [5, 5, 14, 3]
        text = "ðə ðə ðə ðə ðə ðə ðə ðə ðə."
        self.assertEqual(align.punctuate(text, durations), "ðə ðə ðə ðə ðə.ðə,ðə ðə ðə.")


if __name__ == "__main__":
    unittest.main()
