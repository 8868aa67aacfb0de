"""Runs of words that fit are cut out with their own times. Run: python -m pytest training/test_hear.py"""
from . import hear
from .phonemes import ids


def test_runs_keep_what_fits():
    text = "hˈɛlO hˈɛlO hˈɛlO,bˈæd hˈɛlO hˈɛlO."  # six words of 4 4 4 3 4 4 phones
    durations = [20] + [10] * 4 + [0] + [10] * 4 + [0] + [10] * 4 + [30] + [10] * 3 + [0] + [10] * 4 + [0] + [10] * 4 + [14] + [50]
    (got, lengths, start, end), = hear.runs(text, durations, [-0.1, -0.2, -0.3, -3.0, -0.1, -0.1])
    assert got == "hˈɛlO hˈɛlO hˈɛlO,"  # the two words at the end are too few
    assert (start, end) == (20 - hear.CLEAR, 20 + 120 + hear.CLEAR)
    assert sum(lengths) == end - start
    assert len(lengths) == len(ids(got)[0])


def test_nothing_fits():
    assert hear.runs("hˈɛlO.", [5, 10, 10, 10, 10, 5, 5], [-2.0]) == []


def test_long_runs_are_cut_at_the_longest_pause():
    text = "hˈɛlO hˈɛlO hˈɛlO hˈɛlO,hˈɛlO hˈɛlO hˈɛlO hˈɛlO."
    word = [15] * 4
    durations = [20] + (word + [0]) * 3 + word + [25] + (word + [0]) * 3 + word + [14] + [50]
    got = hear.runs(text, durations, [-0.1] * 8)
    assert [g[0] for g in got] == ["hˈɛlO hˈɛlO hˈɛlO hˈɛlO,", "hˈɛlO hˈɛlO hˈɛlO hˈɛlO."]
    assert all(sum(lengths) == end - start <= hear.LONGEST_FRAMES for _, lengths, start, end in got)
