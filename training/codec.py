"""Stage 3: the latent codec. Eight mel frames with their F0 and voicing become one vector of `latent` numbers, and back.

    python -m training.codec fit                 # the linear part: principal components of stacked frames
    python -m training.codec train --minutes 10  # the decoder's residual network on top; resumes

The encoder is linear and stays as it was fitted, so the acoustic model and the decoder can be trained apart. The decoder adds a small
network that sees the neighbouring latents and restores what the linear part lost.
"""
import argparse
import dataclasses
import functools
import time

import numpy as np
import torch
from torch import nn

from . import common
from .blocks import beside

SETS = ("teacher", "lj", "librispeech", "speechocean")
F0_CENTRE, F0_SCALE, VOICING_SCALE = 5.1, 12.0, 3.0  # ln Hz; weights of pitch and voicing beside the 100 mel bands
PATH = common.WORK / "codec" / "linear.npz"
DECODER = common.WORK / "codec" / "last.pt"


@dataclasses.dataclass
class Config:
    frames: int = 8  # mel frames a latent
    latent: int = 96
    power: float = 0.25  # latents are divided by eigenvalue ** power
    hidden: int = 768
    batch: int = 32
    segment: int = 24  # latents a training segment
    rate: float = 1e-3


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
        self.first = nn.Linear(3 * config.latent, config.hidden)
        self.second = nn.Linear(3 * config.hidden, config.hidden)
        self.last = nn.Linear(config.hidden, n)
        nn.init.zeros_(self.last.weight)
        nn.init.zeros_(self.last.bias)

    def encode(self, features):
        b, f, c = features.shape
        return (features.reshape(b, f // self.frames, self.frames * c) - self.mean) @ self.analysis

    def decode(self, latents):
        b, t, _ = latents.shape
        h = nn.functional.gelu(self.first(beside(latents)))
        h = nn.functional.gelu(self.second(beside(h)))
        y = latents @ self.synthesis + self.mean + self.last(h)
        return y.reshape(b, t * self.frames, -1)


def mel_of(latents, synthesis, centre):
    """Log mel [B, 8T, 100] of latents [B, T, L], as the basis alone has it; synthesis and centre are a Codec's `synthesis` and `mean`."""
    return (latents @ synthesis + centre).unflatten(2, (-1, common.MELS + 2)).flatten(1, 2)[..., :common.MELS]


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
def load(decoder=True):
    """The fitted codec, with the decoder's network as far as it is trained."""
    codec = Codec()
    if decoder and DECODER.exists():
        codec.load_state_dict(torch.load(DECODER, weights_only=False, map_location="cpu")["average"])
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


def train(config, minutes):
    """Teach the decoder's residual network (mean squared error over features, a little noise on the latents)."""
    torch.set_num_threads(1)
    codec = load()
    codec.train()
    average = {k: v.clone() for k, v in codec.state_dict().items()}
    optimiser = torch.optim.AdamW([p for p in codec.parameters()], config.rate, betas=(0.9, 0.98))
    step, corpora = 0, [common.Corpus(n) for n in SETS]
    if DECODER.exists():
        state = torch.load(DECODER, weights_only=False)
        optimiser.load_state_dict(state["optimiser"])
        step = state["step"]
    rng, n = np.random.default_rng(step), config.frames * config.segment
    begin, saved, losses = time.time(), time.time(), []
    while time.time() < begin + minutes * 60:
        batch = []
        while len(batch) < config.batch:
            corpus = corpora[rng.integers(len(corpora))]
            row = corpus.rows[rng.integers(len(corpus.rows))]
            if row["frames"] >= n:
                a = int(rng.integers(row["frames"] - n + 1))
                batch.append(features_of(corpus, row, a, a + n))
        x = torch.from_numpy(np.stack(batch))
        with torch.no_grad():
            z = codec.encode(x)
            z = z + 0.1 * torch.rand(config.batch, 1, 1) * torch.randn_like(z)
        left = 1 - 0.9 * min(1, (time.time() - begin) / (minutes * 60))
        optimiser.param_groups[0]["lr"] = config.rate * left * min(1, (step + 1) / 200)
        d = codec.decode(z) - x
        loss = (d ** 2).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        step += 1
        losses.append(float((d[..., :common.MELS] ** 2).mean()))
        with torch.no_grad():
            for k, v in codec.state_dict().items():
                average[k].lerp_(v, max(0.002, 1 / step))
        if time.time() > saved + 60 or time.time() >= begin + minutes * 60:
            saved = time.time()
            print(f"step {step}: mel {np.sqrt(np.mean(losses[-300:])) * 8.686:.2f} dB RMSE, "
                  f"{step * config.batch * n / common.FRAMES_PER_SECOND / (time.time() - begin):.0f} s of speech a second", flush=True)
            common.save_checkpoint(DECODER, {"average": average, "optimiser": optimiser.state_dict(), "step": step})


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("what", choices=["fit", "train"])
    p.add_argument("--minutes", type=float, default=10)
    a = p.parse_args()
    fit(Config()) if a.what == "fit" else train(Config(), a.minutes)
