"""What every stage shares: folders, audio in, the mel front end, the feature cache, checkpoints.

Front end (one definition for the whole project, the Go room `audio` has the same): 24 kHz mono, STFT of 1024 points with a
periodic Hann window every 256 samples, centred with reflected edges; 100 triangles on the HTK mel scale over 0-12 kHz, no area
normalisation, on the magnitude; natural logarithm, floor 1e-5. 93.75 frames a second.
"""
import csv
import functools
import os
import pathlib

import numpy as np

RATE = 24000  # Hz
HOP = 256  # samples
FFT = 1024  # samples
MELS = 100
FRAMES_PER_SECOND = RATE / HOP
FLOOR = 1e-5
LEVEL = -26.0  # dBFS RMS of active speech
NARROW_BANDS = 86  # mel bands wholly below 8 kHz: what a 16 kHz recording has

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = pathlib.Path(os.environ.get("VOICEWRIGHT_SHARED", ROOT.parent / "shared"))
WORK = pathlib.Path(os.environ.get("VOICEWRIGHT_WORK", ROOT / "training" / "work"))
INDEX_COLUMNS = "id speaker start frames bandwidth sex age text phonemes durations".split()


def load_audio(path, rate=RATE):
    """Mono float32 samples of a file at `rate` Hz, and the file's own rate."""
    import soundfile
    import soxr
    x, own = soundfile.read(str(path), dtype="float32", always_2d=True)
    x = x.mean(1)
    return (x if own == rate else soxr.resample(x, own, rate)).astype(np.float32), own


def active_gain(x, rate=RATE):
    """Factor that brings active speech to LEVEL: 20 ms frames within 30 dB of the 95th percentile frame; at most 40 dB."""
    n = rate // 50
    power = np.mean(np.resize(x, (max(1, len(x) // n), n)).astype(np.float64) ** 2, 1) + 1e-12
    loud = np.percentile(power, 95)
    active = power[power > loud / 1000]
    db = LEVEL - 10 * np.log10(active.mean())
    return float(10 ** (np.clip(db, -40, 40) / 20))


@functools.cache
def mel_matrix():
    """[513, 100] weights of the mel bands."""
    to_mel = lambda f: 2595 * np.log10(1 + f / 700)
    points = 700 * (10 ** (np.linspace(0, to_mel(RATE / 2), MELS + 2) / 2595) - 1)
    f = np.linspace(0, RATE / 2, FFT // 2 + 1)[:, None]
    up = (f - points[:-2]) / (points[1:-1] - points[:-2])
    down = (points[2:] - f) / (points[2:] - points[1:-1])
    return np.maximum(0, np.minimum(up, down)).astype(np.float32)


@functools.cache
def window():
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FFT) / FFT)).astype(np.float32)


def mel_spectrogram(x):
    """[len(x) // 256, 100] log mel of samples at RATE; the length is a multiple of 256 or its rest is unused."""
    frames = len(x) // HOP
    y = np.pad(x, FFT // 2, mode="reflect")
    cut = np.lib.stride_tricks.sliding_window_view(y, FFT)[::HOP][:frames]
    out = np.empty((frames, MELS), np.float32)
    for a in range(0, frames, 4096):
        out[a:a + 4096] = np.abs(np.fft.rfft(cut[a:a + 4096] * window(), axis=1)).astype(np.float32) @ mel_matrix()
    return np.log(np.maximum(out, FLOOR))


def read_tsv(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


def write_tsv(path, rows, columns):
    """Write rows atomically."""
    temporary = pathlib.Path(f"{path}.tmp")
    with open(temporary, "w", encoding="utf-8") as f:
        f.write("\t".join(columns) + "\n")
        f.writelines("\t".join(str(r.get(c, "")) for c in columns) + "\n" for r in rows)
        f.flush()
        os.fsync(f.fileno())
    temporary.replace(path)


def development_speakers():
    """(speakers, file paths) that belong to the evaluation lists and stay out of all training."""
    rows = read_tsv(SHARED / "eval/dev_speakers.tsv")
    return ({r["speaker"] for r in rows if not r["set"].endswith("-text")},
            {r["speaker"] for r in rows if r["set"].endswith("-text")})


class Corpus:
    """One set of the feature cache, arrays mapped from disk; `rows` are dicts of the index with numbers as int."""

    def __init__(self, name, index="index.tsv"):
        self.name, self.folder = name, WORK / "cache" / name
        self.rows = read_tsv(self.folder / index)
        for r in self.rows:
            r["start"], r["frames"], r["bandwidth"] = int(r["start"]), int(r["frames"]), int(r["bandwidth"])
        load = lambda file, kind: np.memmap(self.folder / file, dtype=kind, mode="r")
        self.mel_data, self.f0_data, self.wave_data = load("mel.f16", np.float16), load("f0.f32", np.float32), load("wave.i16", np.int16)

    def mel(self, row, a=0, b=None):
        """[b - a, 100] float32 log mel of frames a..b of a clip."""
        a, b = row["start"] + a, row["start"] + (row["frames"] if b is None else b)
        return self.mel_data[a * MELS:b * MELS].reshape(-1, MELS).astype(np.float32)

    def f0(self, row, a=0, b=None):
        """[b - a] Hz, 0 where unvoiced."""
        return np.array(self.f0_data[row["start"] + a:row["start"] + (row["frames"] if b is None else b)])

    def wave(self, row, a=0, b=None):
        """[(b - a) * 256] float32 samples of frames a..b."""
        a, b = row["start"] + a, row["start"] + (row["frames"] if b is None else b)
        return self.wave_data[a * HOP:b * HOP].astype(np.float32) / 32768


class CacheWriter:
    """Appends clips to a set of the cache; the index is rewritten on `flush`, so a stopped run loses only what came after it."""

    def __init__(self, name):
        self.folder = WORK / "cache" / name
        self.folder.mkdir(parents=True, exist_ok=True)
        index = self.folder / "index.tsv"
        self.rows = read_tsv(index) if index.exists() else []
        self.frames = sum(int(r["frames"]) for r in self.rows)
        self.files = []
        for file, size in (("mel.f16", MELS * 2), ("f0.f32", 4), ("wave.i16", HOP * 2)):
            path = self.folder / file
            path.touch()
            os.truncate(path, self.frames * size)
            self.files.append(open(path, "ab"))

    def add(self, mel, f0, wave, **row):
        n = len(mel)
        assert len(f0) == n and len(wave) == n * HOP
        for file, data in zip(self.files, (mel.astype(np.float16), f0.astype(np.float32),
                                           (np.clip(wave, -1, 1) * 32767).astype(np.int16))):
            data.tofile(file)
        self.rows.append(row | {"start": self.frames, "frames": n})
        self.frames += n

    def flush(self):
        for file in self.files:
            file.flush()
        write_tsv(self.folder / "index.tsv", self.rows, INDEX_COLUMNS)


def mixed(device):
    """The context of a forward pass: bf16 where the device multiplies it by itself (CUDA; CPUs with AVX-512 BF16), else nothing.

    There it learns 1.5 to 1.7 times as fast; emulated, it would be slower.
    """
    import torch
    fast = device == "cuda" or torch.cpu._is_avx512_bf16_supported()
    return torch.autocast(device, torch.bfloat16, enabled=fast)


def save_checkpoint(path, state):
    """Atomically save a training state."""
    import torch
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    torch.save(state, temporary)
    temporary.replace(path)
