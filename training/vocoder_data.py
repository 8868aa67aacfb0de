"""Segments for the vocoder's training: drawing, degrading the inputs, and laying the pulse train over the recording.

The pulse train of training is not the running sum of F0, which drifts off the recording within a few periods, but follows it: the
fundamental's own phase corrects the running phase, and one angle a segment shifts the pulses to where the envelope's minimum phase
fits the recording's harmonics best. So losses with short windows see pulses where the recording has them, and the
filter's phase has a target. (Placed by the network's own phases instead, pulses and filter ran away together: after 3,000 steps
the filter was a delay of 4 ms that shook from frame to frame, and noise took over from the harmonics.)
In use the pulses may lie anywhere; only their spacing is heard.
"""
import sys

import numpy as np
import torch
import torch.nn.functional as F

from . import codec
from .common import FFT, HOP, MELS, RATE, Corpus
from .vocoder_model import per_sample, pulse_train, running_phase

SHARES = {"teacher": 0.5, "lj": 0.15, "librispeech": 0.25, "oneshot": 0.05, "speechocean": 0.05}
PREDICTED = 0.6  # share of inputs from the acoustic prior, where a clip has such
REPEL = 0.5  # weight of the repulsion for them: their error is no noise of the recording, and must not become hiss
LOOSE = 0.25, 0.01  # thresholds of voicing and of silence of the F0 track that the pulses follow
HELD_OUT = 97  # every so many-th clip of a set is kept for listening
STACK = 8  # frames a block of the stand-in codec
HARMONICS = 24  # the lowest ones, which place the pulses


def follow(wave, f0):
    """Phase [B, n] (float64) that runs with the recording's fundamental. Both arguments are per sample, [B, n]."""
    phase = running_phase(f0)
    hz = torch.fft.fftfreq(wave.shape[1], 1 / RATE, device=wave.device)
    beat = torch.polar(wave, -phase.float())
    slow = torch.fft.ifft(torch.fft.fft(beat) * torch.exp(-0.5 * (hz / 15) ** 2))
    return phase + slow.angle().double()


def place(phase, target, turn, f0, voicing):
    """Angle [B] to subtract from the pulse train's phase so that its harmonics, turned by the filter, fit the recording's up to a sign.

    phase [B, n] as `follow` gives it, target complex [B, F, 513] the recording's spectrum, turn [B, F, 513] the filter's phase,
    f0 and voicing [B, F]. Harmonic k moves by k times the angle, so the fit over all angles is one Fourier sum over harmonics.
    """
    k = torch.arange(1, HARMONICS + 1, device=f0.device)
    hz = f0.unsqueeze(2) * k
    index = (hz * (FFT / RATE)).round().long().clamp(max=FFT // 2)
    heard = target.gather(2, index)
    angle = heard.angle() + torch.pi * index - turn.gather(2, index) - (phase[:, ::HOP].unsqueeze(2) * k).float()
    weight = heard.abs().sqrt() * voicing.unsqueeze(2) * (hz < 4000)
    total = torch.polar(weight, angle)[:, 2:-2].sum(1)
    fit = torch.fft.ifft(F.pad(total, (1, 0)), 256, dim=1).real  # at angle 2 pi i / 256
    best = fit.abs().argmax(1)
    return 2 * torch.pi / 256 * best.double()


class StandInCodec:
    """Principal components of 8 stacked mel frames: what a strong codec leaves of a mel, used until `training.codec` offers the real one."""

    def __init__(self, mel):
        """mel [n, 100] float32 of many clips, end to end."""
        stacks = mel[:len(mel) // STACK * STACK].reshape(-1, STACK * MELS).astype(np.float64)
        self.mean = stacks.mean(0)
        _, vectors = np.linalg.eigh(np.cov((stacks - self.mean).T))
        self.vectors = vectors[:, ::-1][:, :200]
        self.mean, self.vectors = self.mean.astype(np.float32), np.ascontiguousarray(self.vectors, np.float32)

    def roundtrip(self, mel, dims):
        """[F, 100] -> [F, 100], F a multiple of 8, through `dims` numbers a block."""
        x = mel.reshape(-1, STACK * MELS) - self.mean
        v = self.vectors[:, :dims]
        return (x @ v @ v.T + self.mean).reshape(-1, MELS)


class Segments:
    """Endless random batches from the cache. Sets that are not there yet are skipped; `refresh` looks again."""

    def __init__(self, frames, batch, seed):
        self.frames, self.batch, self.random = frames, batch, np.random.default_rng(seed)
        self.codec = self.real_codec = None
        self.refresh()

    def refresh(self):
        self.sets, shares, self.predictions, self.loose = [], [], {}, {}
        for name, share in SHARES.items():
            try:
                corpus = Corpus(name)
            except (FileNotFoundError, ValueError):
                continue
            if (corpus.folder / "predicted.f16").exists():
                self.predictions[name] = np.memmap(corpus.folder / "predicted.f16", np.float16, "r").reshape(-1, MELS + 1)
            again = corpus.folder / "f0.loose.f32"
            if again.exists() and again.stat().st_size == 4 * len(corpus.f0_data):  # else the set has grown since
                self.loose[name] = np.memmap(again, np.float32, "r")
            rows = [r for i, r in enumerate(corpus.rows) if r["frames"] >= self.frames + 8 and i % HELD_OUT != 5]
            if len(rows) >= 20:
                length = np.array([r["frames"] for r in rows], float)
                self.sets.append((corpus, rows, length / length.sum()))
                hours = length.sum() / 93.75 / 3600
                shares.append(share * min(1, hours / 0.5))  # a set that still grows gets a share that grows
        if not self.sets:
            raise FileNotFoundError("no feature cache to train the vocoder on: run training.corpus first")
        self.shares = np.array(shares) / sum(shares)
        clips = [self.sets[i] for i in self.random.choice(len(self.sets), 300, p=self.shares)]
        self.codec = StandInCodec(np.concatenate([c.mel(rows[self.random.integers(len(rows))])[:800] for c, rows, _ in clips]))
        self.real_codec = codec.load_codec() if codec.PATH.exists() else None  # until it is fitted the stand-in serves
        return {c.name: round(float(s), 3) for (c, _, _), s in zip(self.sets, self.shares)}

    def degrade(self, mel, log_f0, voicing):
        """What a codec and an acoustic model do to the input: blur, small errors, soft decisions."""
        r = self.random
        kind = r.random()
        if kind < 0.4 and self.real_codec is not None:
            mel, log_f0, voicing = self.real_codec.roundtrip(mel, log_f0, voicing)
        elif kind < 0.7:
            mel = self.codec.roundtrip(mel, int(r.integers(48, 160)))
        if kind > 0.6:
            noise = r.standard_normal(mel.shape).astype(np.float32)
            width = int(r.integers(1, 8))
            kernel = np.ones(width, np.float32) / width ** 0.5
            noise = np.apply_along_axis(np.convolve, 1, noise, kernel, "same") if width > 1 else noise
            mel = mel + noise * r.uniform(0.03, 0.25)
        if kind > 0.8:
            padded = np.pad(mel, ((1, 1), (0, 0)), mode="edge")
            mel = 0.25 * padded[:-2] + 0.5 * mel + 0.25 * padded[2:]
        log_f0 = log_f0 + np.float32(r.normal(0, 0.003)) + r.normal(0, 0.002, len(log_f0)).astype(np.float32)
        if r.random() < 0.5:
            soft = np.convolve(np.pad(voicing, 1, mode="edge"), [0.25, 0.5, 0.25], "valid").astype(np.float32)
            voicing = np.clip(soft + r.normal(0, 0.03), 0, 1).astype(np.float32)
        return mel.astype(np.float32), log_f0.astype(np.float32), voicing

    def predicted(self, corpus, a, b):
        """The acoustic prior's (mel [F, 100], voicing [F]) of frames a..b of a set, or None; see training.predict."""
        data = self.predictions.get(corpus.name)
        if data is None or not np.any(data[a]) or not np.any(data[b - 1]):
            return None
        part = data[a:b].astype(np.float32)
        return part[:, :MELS], part[:, MELS]

    def draw(self):
        """A dict of tensors: mel, log_f0, voicing (inputs), true_f0, true_voicing [B, F], wave [B, 256 F], bandwidth [B] in Hz, repel [B]."""
        r, out = self.random, []
        while len(out) < self.batch:
            corpus, rows, weight = self.sets[r.choice(len(self.sets), p=self.shares)]
            row = rows[r.choice(len(rows), p=weight)]
            a = int(r.integers(0, row["frames"] - self.frames + 1))
            b = a + self.frames
            wave = corpus.wave(row, a, b)
            if np.abs(wave).max() < 0.01 and r.random() < 0.9:
                continue  # silence teaches little
            f0 = corpus.f0(row, a, b)
            loose = self.loose.get(corpus.name)
            true = f0 if loose is None else np.array(loose[row["start"] + a:row["start"] + b])
            f0 = true if r.random() < 0.6 else f0  # the engine's F0 may be of either kind
            mel, log_f0, voicing = corpus.mel(row, a, b), *codec.fill_f0(f0)
            gain = np.float32(r.uniform(-0.7, 0.7))  # +/- 6 dB
            mel, wave = mel + gain, wave * np.exp(gain)
            predicted = self.predicted(corpus, row["start"] + a, row["start"] + b)
            repel = np.float32(1)
            if predicted is not None and r.random() < PREDICTED:
                repel = np.float32(REPEL)
                given = predicted[0] + gain, log_f0, predicted[1]
            else:
                given = self.degrade(mel, log_f0, voicing) if r.random() < 0.5 else (mel, log_f0, voicing)
            out.append((*given, np.exp(codec.fill_f0(true)[0]), (true > 0).astype(np.float32), wave, np.float32(row["bandwidth"]), repel))
        keys = ("mel", "log_f0", "voicing", "true_f0", "true_voicing", "wave", "bandwidth", "repel")
        return {k: torch.from_numpy(np.stack(v)) for k, v in zip(keys, zip(*out))}


def excite(batch, target, turn, draws=1):
    """Excitation of a batch: pulses [B, n] laid on the recording, and `draws` times white noise [draws * B, n].

    The pulses run on through unvoiced frames: F0 trackers call the weak ends of voiced stretches unvoiced, and the network, which
    sees the mel, knows better where harmonics belong.
    """
    f0 = per_sample(batch["true_f0"])
    phase = follow(batch["wave"], f0)
    phase = phase - place(phase, target, turn, batch["true_f0"], batch["true_voicing"])[:, None]
    noise = torch.randn(draws * len(f0), f0.shape[1], device=f0.device)
    return pulse_train(phase, f0), noise


def track_again(names):
    """Write `f0.loose.f32` beside each set's F0: the same tracker, readier to call a frame voiced (see `excite`)."""
    from . import f0
    f0.VOICING_THRESHOLD, f0.SILENCE_THRESHOLD = LOOSE
    for name in names:
        corpus = Corpus(name)
        out = np.zeros(len(corpus.f0_data), np.float32)
        for row in corpus.rows:
            out[row["start"]:row["start"] + row["frames"]] = f0.track(corpus.wave(row))
        out.tofile(corpus.folder / "f0.loose.tmp")
        (corpus.folder / "f0.loose.tmp").replace(corpus.folder / "f0.loose.f32")
        print(name, "tracked again:", round(float(np.mean(corpus.f0_data > 0)), 3), "->", round(float(np.mean(out > 0)), 3), "voiced", flush=True)


if __name__ == "__main__":
    track_again(sys.argv[1:])
