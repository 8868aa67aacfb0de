"""The aligner's frame classifier: its features, augmentation, network and training, and frame labels from durations."""
import dataclasses
import time

import numpy as np
import torch

from . import align_path as ap
from . import common
from .phonemes import BOUNDARIES, PHONES

OBSTRUENTS = set("szfvθðʃʒʧʤtdkɡpb")


@dataclasses.dataclass
class Config:
    width: int = 192
    first_minutes: float = 1.0  # of processor time, on the teacher's own labels
    second_minutes: float = 1.5  # on re-aligned teacher labels
    batch: int = 10
    crop: int = 320  # frames
    rate: float = 1.5e-3
    adapt_minutes: float = 0.8
    late: int = 5  # frames by which the teacher's boundaries follow its audio
    measured_late: float = 5.4  # the same, measured: the shift at which phones explain most of the mel's variance
    held_out: int = 8  # one teacher speaker in this many is kept for the figures
    acoustic_scale: float = 0.5  # frames are not independent: their summed log probability is scaled down
    prior_scale: float = 0.3  # share of the class prior divided out of the posteriors
    least_score: dict = dataclasses.field(default_factory=lambda: {"lj": -1.3, "librispeech": -1.3, "speechocean": -1.2})
    worst_word: dict = dataclasses.field(default_factory=lambda: {"lj": -6.0, "librispeech": -5.0, "speechocean": -4.0})
    most_short: float = 0.3  # share of phones at the minimum length above which a recording is dropped
    threads: int = 1
    seed: int = 1


# ---- features ----
def normalise(mel):
    """[T, 86]: bands below 8 kHz less their mean over active frames, over the active spread; independent of level and colour."""
    m = mel[:, :common.NARROW_BANDS]
    energy = m.mean(1)
    active = m[energy > np.percentile(energy, 95) - 3.5]
    return np.clip((m - active.mean(0)) / (active.std() + 1e-3), -4, 4).astype(np.float32)


def band_of(hertz):
    """Fractional mel band whose centre is at `hertz`."""
    top = 2595 * np.log10(1 + common.RATE / 2 / 700)
    return 2595 * np.log10(1 + hertz / 700) / top * (common.MELS + 1) - 1


def centre_of(band):
    top = 2595 * np.log10(1 + common.RATE / 2 / 700)
    return 700 * (10 ** ((band + 1) / (common.MELS + 1) * top / 2595) - 1)


CENTRES = centre_of(np.arange(common.NARROW_BANDS))


def augment(mel, labels, rng):
    """A crop as another speaker in another room may say it: tempo, vocal tract length, colour, reverberation, noise."""
    frames = len(mel)
    at = np.arange(0, frames - 1.001, rng.uniform(0.75, 1.35))
    low = at.astype(int)
    part = (at - low)[:, None].astype(np.float32)
    m = mel[low] * (1 - part) + mel[low + 1] * part
    labels = labels[np.round(at).astype(int)]
    where = np.clip(band_of(CENTRES * np.exp(rng.uniform(-0.2, 0.22))), 0, common.MELS - 1.001)
    low = where.astype(int)
    part = (where - low).astype(np.float32)
    m = m[:, low] * (1 - part) + m[:, low + 1] * part
    x = np.linspace(-1, 1, m.shape[1])
    m = m * rng.uniform(0.85, 1.1)
    ripples = ((0.5, x), (0.3, np.cos(2 * x + rng.uniform(0, 6))), (0.2, np.cos(5 * x + rng.uniform(0, 6))))
    m = m + sum(rng.normal() * s * f for s, f in ripples)
    amplitude = np.exp(m)
    if rng.random() < 0.5:  # reverberation: a tail of 0.1-0.5 s
        keep, mix = np.exp(-6.9 / 2 / (rng.uniform(0.1, 0.5) * common.FRAMES_PER_SECOND)), rng.uniform(0.03, 0.35)
        tail = np.zeros(m.shape[1])
        for t in range(len(m)):
            now = amplitude[t].copy()
            amplitude[t] += mix * tail
            tail = keep * np.maximum(tail, now)
    peak = np.percentile(m.mean(1), 95)
    colour = rng.normal() * 0.7 * x + 0.5 * np.cos(3 * x + rng.uniform(0, 6))
    noise = np.exp(peak - rng.uniform(1.8, 7.5) + colour + 0.35 * rng.standard_normal(m.shape))
    m = np.log(np.hypot(amplitude, noise))
    return normalise(m), labels


# ---- classifier ----
class Shifted(torch.nn.Module):
    """A convolution over time as one matrix product of shifted copies: the fast form on a CPU."""

    def __init__(self, inputs, outputs, shifts):
        super().__init__()
        self.shifts = shifts
        self.linear = torch.nn.Linear(inputs * len(shifts), outputs)

    def forward(self, x):  # [B, T, inputs] -> [B, T, outputs]
        reach, frames = max(map(abs, self.shifts)), x.shape[1]
        x = torch.nn.functional.pad(x, (0, 0, reach, reach))
        return self.linear(torch.cat([x[:, reach + s:reach + s + frames] for s in self.shifts], 2))


class Classifier(torch.nn.Module):
    """[B, T, 86] normalised mel -> [B, T, 46] logits of silence and the phones; sees 17 frames either side."""

    def __init__(self, config):
        super().__init__()
        w = config.width
        self.layers = torch.nn.ModuleList([
            Shifted(common.NARROW_BANDS, w, (-2, -1, 0, 1, 2)), Shifted(w, w, (-3, -1, 0, 1, 3)),
            Shifted(w, w, (-5, -2, 0, 2, 5)), Shifted(w, w, (-7, -3, 0, 3, 7))])
        self.norms = torch.nn.ModuleList([torch.nn.LayerNorm(w) for _ in range(4)])
        self.out = torch.nn.Linear(w, ap.CLASSES)

    def forward(self, x):
        for k, (layer, norm) in enumerate(zip(self.layers, self.norms)):
            y = torch.nn.functional.gelu(norm(layer(x)))
            x = x + y if k else y
        return self.out(torch.nn.functional.dropout(x, 0.1, self.training))


def train(config, model, clips, minutes, rng, log, rate=None, weights=None):
    """clips: [(mel [T, 100], labels [T], -1 = ignored)], drawn by `weights` (default: their lengths). The learning rate falls to zero over
    `minutes` of processor time."""
    rate = rate or config.rate
    optimiser = torch.optim.AdamW(model.parameters(), rate, weight_decay=0.01)
    weights = np.array([len(l) for _, l in clips], float) if weights is None else np.asarray(weights, float)
    weights /= weights.sum()
    begin, step, shown, losses, seen = time.process_time(), 0, time.time(), [], 0
    model.train()
    while (spent := (time.process_time() - begin) / 60 / minutes) < 1:
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1, step / 30 + 0.03) * 0.5 * (1 + np.cos(np.pi * spent))
        xs, ys = [], []
        for k in rng.choice(len(clips), config.batch, p=weights):
            mel, labels = clips[k]
            a = rng.integers(0, max(1, len(mel) - config.crop + 1))
            x, y = augment(mel[a:a + config.crop], labels[a:a + config.crop], rng)
            xs.append(torch.from_numpy(x))
            ys.append(torch.from_numpy(y))
        x = torch.nn.utils.rnn.pad_sequence(xs, batch_first=True)
        y = torch.nn.utils.rnn.pad_sequence(ys, batch_first=True, padding_value=-1)
        loss = torch.nn.functional.cross_entropy(model(x).flatten(0, 1), y.flatten(), ignore_index=-1, label_smoothing=0.05)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        step += 1
        losses.append(loss.item())
        seen += x.shape[0] * x.shape[1]
        if time.time() - shown > 15:
            rate_now = seen / common.FRAMES_PER_SECOND / (time.process_time() - begin)
            log(f"step {step}, loss {np.mean(losses):.3f}, {rate_now:.0f} s of speech a processor second")
            shown, losses = time.time(), []
    model.eval()


# ---- teacher labels ----
def parse(row):
    """(symbols with ^ and $, durations) of an aligned row; stress marks left out."""
    return ["^"] + [c for c in row["phonemes"] if c not in ap.MARKS] + ["$"], [int(d) for d in row["durations"].split()]


def faint(mel):
    """[T] bool: frames without speech, judged apart below and above 3.7 kHz, as an [s] has next to nothing below."""
    quiet = np.ones(len(mel), bool)
    for bands, depth in ((slice(0, 60), 4.0), (slice(60, common.NARROW_BANDS), 3.0)):
        loud = np.log(np.exp(mel[:, bands]).mean(1))
        quiet &= loud < np.percentile(loud, 95) - depth
    return quiet


def frame_labels(symbols, durations, mel=None, late=0):
    """[T] classes from symbol durations. With `mel`, frames that contradict their label are ignored (-1): sound in a pause, and silence in
    a phone before one (the teacher lets the last phone run on into the pause)."""
    ends = np.cumsum(durations)
    ends[:-1] = np.maximum(ends[:-1] - late, 0)
    classes = np.array([ap.SILENCE if s in BOUNDARIES else PHONES.index(s) + 1 for s in symbols])
    labels = np.repeat(classes, np.diff(ends, prepend=0))
    if mel is not None:
        quiet = faint(mel)
        labels[(labels == ap.SILENCE) & ~quiet] = -1
        for k, s in enumerate(symbols[1:], 1):
            if s in BOUNDARIES and classes[k - 1] != ap.SILENCE:
                tail = slice(int(ends[k - 2]) if k > 1 else 0, int(ends[k - 1]))
                labels[tail][quiet[tail]] = -1
    return labels.astype(np.int64)


def without_cut_consonants(symbols, durations, mel):
    """Labels of aligned real speech; sound in the first frames of a pause after an obstruent is ignored: it may be the rest of it."""
    labels, quiet, at = frame_labels(symbols, durations), faint(mel), 0
    for k, d in enumerate(durations):
        if k and symbols[k] in BOUNDARIES and symbols[k - 1] in OBSTRUENTS:
            first = slice(at, at + min(d, 30))
            labels[first][~quiet[first]] = -1
        at += d
    return labels
