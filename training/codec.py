"""Stage 3: the latent codec. Eight mel frames with their F0 and voicing become one vector of `latent` numbers, and back.

    python -m training.codec fit

Principal components of stacked frames, and nothing else: what is linear can be averaged before or after it is decoded.
"""
import argparse
import dataclasses
import functools

import numpy as np
import torch
from torch import nn

from . import common

SETS = ("teacher", "lj", "librispeech", "speechocean")
F0_CENTRE, F0_SCALE, VOICING_SCALE = 5.1, 12.0, 3.0  # ln Hz; weights of pitch and voicing beside the 100 mel bands
PATH = common.WORK / "codec" / "linear.npz"


@dataclasses.dataclass
class Config:
    frames: int = 8  # mel frames a latent
    latent: int = 96
    power: float = 0.25  # latents are divided by eigenvalue ** power


def fill_f0(f0):
    """(ln F0 without gaps, voicing 0/1) of a track with zeros where unvoiced; a clip without voice gets 150 Hz."""
    voiced = f0 > 0
    if not voiced.any():
        return np.full(len(f0), np.log(150), np.float32), np.zeros(len(f0), np.float32)
    at = np.flatnonzero(voiced)
    return np.interp(np.arange(len(f0)), at, np.log(f0[at])).astype(np.float32), voiced.astype(np.float32)


def stack(mel, log_f0, voicing):
    """Features [..., F, 102] of mel [..., F, 100], ln F0 and voicing [..., F]: what a latent holds, scaled."""
    cat = torch.cat if isinstance(mel, torch.Tensor) else np.concatenate
    return cat([mel, ((log_f0 - F0_CENTRE) * F0_SCALE)[..., None], ((voicing - 0.5) * VOICING_SCALE)[..., None]], -1)


def unstack(features):
    """The inverse of `stack`; voicing is bounded to 0..1."""
    return (features[..., :common.MELS], features[..., common.MELS] / F0_SCALE + F0_CENTRE,
            (features[..., common.MELS + 1] / VOICING_SCALE + 0.5).clip(0, 1))


class Codec(nn.Module):
    """encode: features [B, 8T, 102] -> latents [B, T, L]; decode: latents [B, T, L] -> features [B, 8T, 102]."""

    def __init__(self, config=Config()):
        super().__init__()
        n = config.frames * (common.MELS + 2)
        self.frames, self.latent = config.frames, config.latent
        self.register_buffer("mean", torch.zeros(n))
        self.register_buffer("analysis", torch.zeros(n, config.latent))
        self.register_buffer("synthesis", torch.zeros(config.latent, n))
        self.register_buffer("variance", torch.ones(config.latent))  # of each latent, as fitted

    def encode(self, features):
        b, f, c = features.shape
        return (features.reshape(b, f // self.frames, self.frames * c) - self.mean) @ self.analysis

    def decode(self, latents):
        return decoded(latents, self.synthesis, self.mean)


def decoded(latents, synthesis, centre):
    """Features [B, 8T, 102] of latents [B, T, L]; synthesis and centre are a Codec's `synthesis` and `mean`."""
    return (latents @ synthesis + centre).unflatten(2, (-1, common.MELS + 2)).flatten(1, 2)


def mel_of(latents, synthesis, centre):
    """The log mel [B, 8T, 100] among them."""
    return decoded(latents, synthesis, centre)[..., :common.MELS]


def features_of(corpus, row, a=0, b=None):
    """[b - a, 102] float32 of frames a..b of a clip."""
    log_f0, voicing = fill_f0(corpus.f0(row, a, b))
    return stack(corpus.mel(row, a, b), log_f0, voicing)


def fit(config):
    """Principal components over all sets; prints what different sizes would lose."""
    rng, blocks = np.random.default_rng(0), []
    for name in SETS:
        corpus = common.Corpus(name)
        for i in rng.permutation(len(corpus.rows))[:500]:
            x = features_of(corpus, corpus.rows[i])
            t = len(x) // config.frames
            if t:
                blocks.append(x[:t * config.frames].reshape(t, -1))
    x = np.concatenate(blocks).astype(np.float64)
    mean = x.mean(0)
    values, vectors = np.linalg.eigh(np.cov((x - mean).T))
    values, vectors = values[::-1], vectors[:, ::-1]
    mel = np.tile(np.arange(common.MELS + 2) < common.MELS, config.frames)
    test = x[rng.permutation(len(x))[:4000]] - mean
    for size in (48, 64, 80, 96, 128):
        gone = test - test @ vectors[:, :size] @ vectors[:, :size].T
        f0 = gone[:, common.MELS::common.MELS + 2] / F0_SCALE * 12 / np.log(2)
        print(f"{size} dims: mel {np.sqrt((gone[:, mel] ** 2).mean()) * 8.686:.2f} dB RMSE, F0 {np.sqrt((f0 ** 2).mean()):.2f} semitones")
    n = config.latent
    scale = values[:n] ** config.power
    scale = scale * np.sqrt(np.mean(values[:n] / scale ** 2))  # latents of unit variance on average
    PATH.parent.mkdir(parents=True, exist_ok=True)
    np.savez(PATH, mean=mean, analysis=vectors[:, :n] / scale, synthesis=(vectors[:, :n] * scale).T, variance=values[:n] / scale ** 2)


@functools.cache
def load():
    """The fitted codec."""
    codec = Codec()
    with np.load(PATH) as f:
        for k in f.files:
            getattr(codec, k).copy_(torch.from_numpy(f[k].astype(np.float32)))
    return codec.eval()


class _RoundTrip:
    """What the vocoder's trainer wants: mel [F, 100], ln F0 [F], voicing [F] through the codec, numpy in and out."""

    def __init__(self):
        self.codec = load()

    @torch.no_grad()
    def roundtrip(self, mel, log_f0, voicing):
        n = len(mel) // self.codec.frames * self.codec.frames
        x = torch.from_numpy(stack(mel[:n], log_f0[:n], voicing[:n]).astype(np.float32))[None]
        mel2, f2, v2 = unstack(self.codec.decode(self.codec.encode(x))[0].numpy())
        rest = lambda new, old: np.concatenate([new, old[n:]])
        return rest(mel2, mel), rest(f2, log_f0), rest(v2, voicing)


def load_codec():
    return _RoundTrip()


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("what", choices=["fit"])
    p.parse_args()
    fit(Config())
