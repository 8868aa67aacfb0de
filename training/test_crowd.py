"""The crowd draws everybody, with transcript or without. Run: python -m pytest training"""
import types

import numpy as np
import pytest
import torch

from . import batches, common, crowd
from .model import Config

LONGEST = 40


@pytest.fixture
def draw(tmp_path, monkeypatch):
    """What Crowd needs of a Batches, with a cache of 6 people in two sets; nobody's words are known."""
    monkeypatch.setattr(common, "WORK", tmp_path)
    dice = np.random.default_rng(0)
    for name, clips in (("oneshot", 1), ("librispeech", 3)):
        writer = common.CacheWriter(name)
        for i in range(3 * clips):
            n = 30 + 10 * i
            writer.add(dice.normal(size=(n, common.MELS)), np.full(n, 120.0), np.zeros(n * common.HOP), id=f"{name}{i}", speaker=f"{name}-{i % 3}",
                       bandwidth=8000, phonemes="", durations="")
        writer.flush()
    encode = lambda features: features.reshape(len(features), -1, 8 * features.shape[2])
    return types.SimpleNamespace(rng=dice, codec=types.SimpleNamespace(encode=encode), config=batches.Config(), model=Config(),
                                 warp=lambda: (1.0, batches.KINDS // 2))


def test_voices_are_drawn_whether_their_words_are_known_or_not(draw):
    people = crowd.Crowd(draw, {"oneshot": 0.5, "librispeech": 0.5})
    assert sorted(people.names) == [f"{s}-{i}" for s in ("librispeech", "oneshot") for i in range(3)]
    assert people.voices == 6 * batches.KINDS
    latents, voices, keep = people.speech(6, LONGEST)
    assert len(set(voices.tolist())) == 6  # nobody twice
    assert (voices % batches.KINDS == batches.KINDS // 2).all()
    assert latents.shape[:2] == keep.shape and keep.sum(1).min() >= 3 and keep.shape[1] <= LONGEST // 8


def test_what_is_held_out_is_left_out_but_nobody_vanishes(draw, monkeypatch):
    monkeypatch.setattr(batches, "held_out", lambda row: row["id"] in ("librispeech0", "oneshot1"))
    people = crowd.Crowd(draw, {"oneshot": 0.5, "librispeech": 0.5})
    ids = {name: {s.row["id"] for s in sounds} for name, sounds in zip(people.names, people.sounds)}
    assert ids["librispeech-0"] == {"librispeech3", "librispeech6"}
    assert ids["oneshot-1"] == {"oneshot1"}


def test_a_reference_is_as_long_as_it_is():
    got = batches.packed([np.ones((2, 4, 3), np.float32), np.ones((1, 4, 3), np.float32)])
    assert got["windows"].tolist() == [2, 1]
    assert got["reference"].sum((1, 2, 3)).tolist() == [24, 12]
    assert torch.equal(got["reference"][1, 1], torch.zeros(4, 3))
