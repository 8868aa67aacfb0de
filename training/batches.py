"""Batches for the acoustic model: clips with durations, grouped by speaker, with references from other clips of that speaker.

A drawn speaker is made new at random by warping: time, frequency and F0 scaled together by 0.85-1.18, as resampling would.
"""
import dataclasses
import zlib

import numpy as np
import torch

from . import codec, common
from .phonemes import INDEX, ids

PHONE = INDEX["…"] + 1  # first phone; smaller numbers are boundaries
SPEAKERS = 4096  # classes of voices for the classifier of the style tokens, which share some; a warped speaker is another one
WARPS = np.log(0.85), np.log(1.18)
KINDS = 7  # of warps, 6 % apart, that a speaker counts as another one by
CONTEXT = 12  # symbols kept on both sides of a crop
TINY = 0.35  # frames: what a boundary of no frames counts as for the duration predictor


@dataclasses.dataclass
class Config:
    shares: dict = dataclasses.field(default_factory=lambda: {"teacher": 0.22, "librispeech": 0.36, "speechocean": 0.14, "lj": 0.06, "oneshot": 0.22})
    speakers: int = 4  # a batch
    frames: int = 3000  # mel frames a batch, about: many short clips or few long ones
    clips: int = 10  # of each speaker at most
    longest: int = 480  # mel frames; longer clips are cropped
    windows: int = 32  # reference windows of 1.365 s a speaker at most, log-uniform from one
    warp: float = 0.6  # share of speakers that are warped


class Sound:
    """One cached clip; features are read when drawn."""

    def __init__(self, corpus, row):
        self.corpus, self.row = corpus, row

    def scaled(self, n, warp):
        """[F, 102] features of the first n frames, scaled by `warp`."""
        log_f0, voicing = codec.fill_f0(self.corpus.f0(self.row))
        mel = self.corpus.mel(self.row)
        if warp == 1:
            return codec.stack(mel[:n], log_f0[:n], voicing[:n])
        frames = max(8, int(n / warp))
        at = np.minimum(np.arange(frames) * warp, n - 1)
        low = np.minimum(at.astype(int), n - 2)
        part = (at - low)[:, None].astype(np.float32)
        mel = warped_bands(mel[low] * (1 - part) + mel[low + 1] * part, warp)
        near = np.minimum((at + 0.5).astype(int), n - 1)
        return codec.stack(mel, log_f0[near] + np.float32(np.log(warp)), voicing[near])

    def window(self, rng, size, warp):
        """[size, 100] mel of a random stretch, repeated when the clip is shorter."""
        mel = self.corpus.mel(self.row)
        need = int(size * warp) + 2
        if len(mel) < need:
            mel = np.tile(mel, (need // len(mel) + 1, 1))
        a = int(rng.integers(len(mel) - need + 1))
        mel = mel[a:a + need]
        if warp == 1:
            return mel[:size]
        at = np.arange(size) * warp
        low = at.astype(int)
        part = (at - low)[:, None].astype(np.float32)
        return warped_bands(mel[low] * (1 - part) + mel[low + 1] * part, warp)


class Clip(Sound):
    """A sound with its symbols."""

    def __init__(self, corpus, row):
        super().__init__(corpus, row)
        symbols, stress = ids(row["phonemes"])
        self.symbols, self.stress = np.array(symbols), np.array(stress)
        self.durations = np.array(row["durations"].split(), int)
        if len(self.durations) != len(self.symbols) or self.durations.sum() > row["frames"]:
            raise ValueError(f"{corpus.name} {row['id']}: {len(self.durations)} durations for {len(self.symbols)} symbols")

    def features(self, warp):
        """(features [F, 102], end frame of each symbol [N]) with the clip scaled by `warp`."""
        ends = np.cumsum(self.durations)
        features = self.scaled(ends[-1], warp)
        return features, ends if warp == 1 else np.minimum(np.round(ends / warp).astype(int), len(features))


_warps = {}


def warped_bands(mel, warp):
    """Move log mel bands to `warp` times their frequency (to the nearest 2 %), the edges repeated."""
    key = round(float(warp), 2)
    if key not in _warps:
        to_mel, top = lambda f: 2595 * np.log10(1 + f / 700), 2595 * np.log10(1 + 12000 / 700)
        centre = 700 * (10 ** (np.linspace(0, top, common.MELS + 2)[1:-1] / 2595) - 1)
        at = np.clip(to_mel(centre / key) / top * (common.MELS + 1) - 1, 0, common.MELS - 1)
        low = np.minimum(at.astype(int), common.MELS - 2)
        m = np.zeros((common.MELS, common.MELS), np.float32)
        m[low, np.arange(common.MELS)] = 1 - (at - low)
        m[low + 1, np.arange(common.MELS)] += at - low
        _warps[key] = m
    return mel @ _warps[key]


def packed(references):
    """reference [G, W, 128, 100], zeros where there are no more windows; windows [G]. references: G arrays [.., 128, 100]."""
    reference = np.zeros((len(references), max(map(len, references)), *references[0].shape[1:]), np.float32)
    for row, r in zip(reference, references):
        row[:len(r)] = r
    return {"reference": torch.from_numpy(reference), "windows": torch.tensor([len(r) for r in references])}


def how_many(rng, most):
    """A random number of windows from one to `most`, log-uniform."""
    return int(np.exp(rng.uniform(0, np.log(most + 0.99))))


def counted(lengths, size):
    """[B, size] 1 where a row of length lengths [B] has a value, else 0."""
    return (torch.arange(size, device=lengths.device)[None] < lengths[:, None]).float()


def held_out(row):
    return zlib.crc32(row["id"].encode()) % 61 == 0


class Batches:
    """Endless batches; a batch is a dict of tensors (see `__call__`)."""

    INDEXES = {"teacher": "index.aligned.tsv", "oneshot": "index.heard.tsv",
               "speechocean": "index.heard.tsv"}  # the teacher's own durations are late; training.hear finds more words of the others

    def __init__(self, config, model, seed=0, test=False):
        self.config, self.model, self.rng = config, model, np.random.default_rng(seed)
        self.codec = codec.load()
        self.sets, self.shares = [], []
        for name, share in config.shares.items():
            index = self.INDEXES.get(name, "index.tsv")
            if not (common.WORK / "cache" / name / index).exists():
                continue
            corpus = common.Corpus(name, index)
            people = {}
            for row in corpus.rows:
                if row["durations"] and held_out(row) == test and row["frames"] > 24 and sum(map(int, row["durations"].split())) <= row["frames"]:
                    people.setdefault(row["speaker"], []).append(Clip(corpus, row))
            people = {k: v for k, v in people.items() if len(v) > 1 or name == "teacher"}  # many blends spoke once: they are their own reference
            if people:
                self.sets.append(people)
                self.shares.append(share)
        self.shares = np.array(self.shares) / sum(self.shares)
        self.weights = [np.array([len(v) for v in s.values()], float) ** 0.5 for s in self.sets]
        self.names = [list(s) for s in self.sets]

    def someone(self):
        """A random person's name and clips."""
        s = self.rng.choice(len(self.sets), p=self.shares)
        w = self.weights[s]
        name = self.names[s][self.rng.choice(len(w), p=w / w.sum())]
        return name, self.sets[s][name]

    def warp(self):
        """A random warp and the number of its kind."""
        if self.rng.random() >= self.config.warp:
            return 1.0, KINDS // 2
        warp = self.rng.uniform(*WARPS)
        return float(np.exp(warp)), KINDS // 2 + round(warp / 0.06)

    def __call__(self):
        """symbols, stress [B, N]; counts [B]; log_duration [B, N]; index [B, F]; place [B, F, 4]; latents [B, T, L]; lengths [B]
        (in latents); reference [G, W, 128, 100]; windows [G]; speaker [G]; group [B] (the row of G that a clip belongs to)."""
        c, rng, items, references, people = self.config, self.rng, [], [], []
        aim = None
        for g in range(c.speakers):
            name, clips = self.someone()
            warp, kind = self.warp()
            chosen = [clips[i] for i in rng.permutation(len(clips))[:2 * c.clips]]
            length = lambda clip: min(clip.row["frames"] / warp, c.longest)
            if aim is None:
                aim = length(chosen[0])
            chosen.sort(key=lambda clip: abs(length(clip) - aim))
            targets = chosen[:max(1, min(c.clips, len(chosen) - 1, round(c.frames / c.speakers / aim)))]
            others = [clip for clip in clips if all(clip is not t for t in targets)] or chosen[-1:]
            count = how_many(rng, c.windows)
            files = [others[i] for i in rng.integers(len(others), size=min(count, rng.integers(1, 9)))]
            references.append(np.stack([files[i % len(files)].window(rng, self.model.window, warp) for i in range(count)]))
            people.append(zlib.crc32(f"{name} {kind - KINDS // 2}".encode()) % SPEAKERS)
            items += [self.item(clip, warp) + (g,) for clip in targets]
        return self.collate(items, references, people)

    def item(self, clip, warp):
        """A clip scaled by `warp` and cropped: symbols, stress, ln durations [N]; index, place [F, ...], features [F, 102], F a multiple of 8."""
        features, ends = clip.features(warp)
        n = len(features)
        starts = np.concatenate([[0], ends[:-1]])
        index = np.searchsorted(ends, np.arange(n), side="right").clip(max=len(ends) - 1)
        size = np.maximum(ends - starts, 1)[index]
        inside = (np.arange(n) - starts[index] + 0.5) / size
        place = np.stack([inside, 1 - inside, np.log(size) / 4, clip.symbols[index] >= PHONE], 1).astype(np.float32)
        durations, symbols, stress = np.maximum(clip.durations / warp, TINY), clip.symbols, clip.stress
        if n > self.config.longest:
            a = int(self.rng.integers(n - self.config.longest + 1))
            cut = slice(a, a + self.config.longest)
            features, index, place = features[cut], index[cut], place[cut]
            first = max(0, index[0] - CONTEXT)  # symbols far from the crop would cost as much as the rest of the model
            near = slice(first, index[-1] + 1 + CONTEXT)
            symbols, stress, durations, index = symbols[near], stress[near], durations[near], index - first
        rest = -len(features) % self.model.latent_frames
        pad = lambda v: np.concatenate([v, np.repeat(v[-1:], rest, 0)])
        return symbols, stress, np.log(durations).astype(np.float32), pad(index), pad(place), pad(features)

    def collate(self, items, references, people):
        n, f = max(len(i[0]) for i in items), max(len(i[3]) for i in items)
        def stacked(k, size, kind):
            out = np.zeros((len(items), size) + items[0][k].shape[1:], kind)
            for row, item in zip(out, items):
                row[:len(item[k])] = item[k]
            return torch.from_numpy(out)
        return {"symbols": stacked(0, n, np.int64), "stress": stacked(1, n, np.int64), "counts": torch.tensor([len(i[0]) for i in items]),
                "log_duration": stacked(2, n, np.float32), "index": stacked(3, f, np.int64), "place": stacked(4, f, np.float32),
                "latents": self.codec.encode(stacked(5, f, np.float32)),
                "lengths": torch.tensor([len(i[3]) // self.model.latent_frames for i in items]),
                "speaker": torch.tensor(people), "group": torch.tensor([i[6] for i in items])} | packed(references)
