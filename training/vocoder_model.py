"""The vocoder's network and its source-filter synthesis.

A frame's log mel, log F0 and voicing go through a small time-delay network that corrects three curves over the 513 bins of the
front end's STFT: the harmonic filter's log magnitude and phase and the noise filter's log magnitude. A pulse train built from F0
and white noise are filtered by them frame by frame, and an inverse STFT makes the samples.

The network only learns corrections. Magnitudes start as the spectral envelope read from the mel bands, split between harmonics and
noise by voicing and frequency; the harmonic phase starts as that envelope's minimum phase, so that even the untrained vocoder
speaks. Blocks are linear layers on three shifted copies of the frames: on one CPU thread they train two to three times
as many audio seconds a second as depthwise convolutions of the same size.
"""
import dataclasses

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from .common import FFT, HOP, MELS, RATE, mel_matrix

BINS = FFT // 2 + 1
PULSE_TOP = 11500.0  # Hz, the highest harmonic of the pulse train
NOISE_MAGNITUDE = 17.4  # mean STFT magnitude of unit white noise under the Hann window
PULSE_MAGNITUDE = 15.8  # mean STFT magnitude of the pulse train at 100 Hz; it falls with the square root of F0
CEPSTRUM = 60  # coefficients (60 / 24 kHz = 2.5 ms) that the minimum phase is made of: formants, not harmonics


@dataclasses.dataclass
class VocoderConfig:
    width: int = 256
    hidden: int = 256
    dilations: tuple = (1, 2, 1, 3, 1, 2)


def envelope_matrix():
    """[100, 513] and [513]: log mel @ matrix + offset = log magnitude, linear between the centres of the bands (in Hz)."""
    weights = mel_matrix().astype(np.float64)
    total = weights.sum(0)
    used = np.flatnonzero(total > 0)  # the lowest bands may lie between two bins and hold nothing
    centre = (weights * np.arange(BINS)[:, None]).sum(0)[used] / total[used]
    offset = np.interp(np.arange(BINS), centre, -np.log(total[used]))
    matrix = np.zeros((MELS, BINS))
    for i, band in enumerate(used):
        matrix[band] = np.interp(np.arange(BINS), centre, np.eye(len(used))[i])
    return matrix, offset


def minimum_phase_matrix():
    """[513, 513]: log magnitude @ matrix = phase of the minimum-phase filter, from the first cepstral coefficients only."""
    k, n = np.arange(BINS), np.arange(1, CEPSTRUM + 1)
    weight = np.where((k == 0) | (k == BINS - 1), 1, 2) / FFT
    taper = 0.5 + 0.5 * np.cos(np.pi * n / (CEPSTRUM + 1))
    cosine = np.cos(2 * np.pi * k[:, None] * n / FFT) * weight[:, None]
    sine = -2 * np.sin(2 * np.pi * n[:, None] * k / FFT) * taper[:, None]
    return cosine @ sine


class Block(nn.Module):
    """x + linear(silu(linear(frames t-d, t, t+d of norm(x)))), on [B, F, width]."""

    def __init__(self, width, hidden, dilation):
        super().__init__()
        self.dilation = dilation
        self.norm = nn.LayerNorm(width)
        self.spread = nn.Linear(3 * width, hidden)
        self.back = nn.Linear(hidden, width)
        nn.init.normal_(self.back.weight, std=0.3 * hidden ** -0.5)
        nn.init.zeros_(self.back.bias)

    def forward(self, x):
        return x + self.back(F.silu(self.spread(neighbours(self.norm(x), self.dilation))))


def neighbours(x, d):
    """[B, F, C] -> [B, F, 3 C]: frames t - d, t, t + d, zeros outside."""
    padded = F.pad(x, (0, 0, d, d))
    n = x.shape[1]
    return torch.cat([padded[:, :n], x, padded[:, 2 * d:2 * d + n]], 2)


class Vocoder(nn.Module):
    """mel [B, F, 100], log_f0 [B, F], voicing [B, F] -> log harmonic magnitude, harmonic phase, log noise magnitude, each [B, F, 513]."""

    def __init__(self, config=VocoderConfig()):
        super().__init__()
        self.config = config
        matrix, offset = envelope_matrix()
        phase = minimum_phase_matrix()
        f32 = lambda a: torch.tensor(a, dtype=torch.float32)
        self.register_buffer("envelope", f32(np.concatenate([matrix, matrix @ phase], 1)))
        self.register_buffer("envelope_offset", f32(np.concatenate([offset, offset @ phase])))
        hz = np.arange(BINS) * RATE / FFT
        rise = 1 / (1 + np.exp(-(hz - 5000) / 800))  # 0 where harmonics rule, 1 where noise does
        self.harmonic_split = nn.Parameter(f32(-2.0 * rise))
        self.noise_voiced = nn.Parameter(f32(-2.0 * (1 - rise)))
        self.noise_unvoiced = nn.Parameter(torch.zeros(BINS))
        self.enter = nn.Linear(3 * (MELS + 2), config.width)
        self.blocks = nn.ModuleList([Block(config.width, config.hidden, d) for d in config.dilations])
        self.norm = nn.LayerNorm(config.width)
        self.out = nn.Linear(config.width, 3 * BINS)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def first_phase(self, mel):
        """The minimum phase of the mel's envelope [B, F, 513], which nothing learned can move."""
        return mel @ self.envelope[:, BINS:] + self.envelope_offset[BINS:]

    def forward(self, mel, log_f0, voicing):
        pitch, voiced = log_f0.unsqueeze(2), voicing.unsqueeze(2)
        x = torch.cat([(mel + 4) * 0.35, (pitch - 5) * 2, voiced * 2 - 1], 2)
        x = self.enter(neighbours(x, 1))
        for block in self.blocks:
            x = block(x)
        harmonic, turn, noise = self.out(self.norm(x)).float().split(BINS, 2)
        with torch.autocast(mel.device.type, enabled=False):  # an envelope in bf16 would be 3 % off
            envelope, phase = (mel @ self.envelope + self.envelope_offset).split(BINS, 2)
        harmonic = harmonic + envelope + self.harmonic_split + 0.5 * (pitch - float(np.log(100))) - float(np.log(PULSE_MAGNITUDE))
        noise = noise + envelope + voiced * self.noise_voiced + (1 - voiced) * self.noise_unvoiced - float(np.log(NOISE_MAGNITUDE))
        return harmonic.clamp(-16, 8), phase + turn, noise.clamp(-16, 8)


class Exported(nn.Module):
    """The graph of vocoder.onnx: magnitudes instead of their logarithms."""

    def __init__(self, vocoder):
        super().__init__()
        self.vocoder = vocoder

    def forward(self, mel, log_f0, voicing):
        harmonic, phase, noise = self.vocoder(mel, log_f0, voicing)
        return harmonic.exp(), phase, noise.exp()


def per_sample(frames):
    """[B, F] values placed at samples 256 * frame -> [B, 256 F], linear between them, the last one held."""
    following = torch.cat([frames[:, 1:], frames[:, -1:]], 1)
    step = torch.arange(HOP, dtype=frames.dtype, device=frames.device) / HOP
    return (frames.unsqueeze(2) + (following - frames).unsqueeze(2) * step).flatten(1)


def running_phase(f0):
    """[B, n] Hz a sample -> radians, float64, reduced to 0..2 pi."""
    return torch.remainder(2 * torch.pi / RATE * torch.cumsum(f0.double(), 1), 2 * torch.pi)


def pulse_train(phase, f0):
    """sqrt(2 / N) * sum of cos(k phase), k = 1..N, N = max(1, floor(11500 / f0)): unit power, pulses where the phase is 0.

    phase [B, n] (float64), f0 [B, n] Hz -> [B, n] float32. The sum is computed in closed form.
    """
    count = torch.floor(PULSE_TOP / f0.double()).clamp(min=1)
    half = torch.sin(phase / 2)
    flat = half.abs() < 1e-6
    total = torch.sin((count + 0.5) * phase) / (2 * torch.where(flat, torch.ones_like(half), half)) - 0.5
    return (torch.sqrt(2 / count) * torch.where(flat, count, total)).float()


def hann(n, device=None):
    return torch.hann_window(n, device=device)


def windows(x, fft):
    """[B, n] -> [B, F, fft]: every window of `fft` samples, a quarter of it apart, that fits."""
    quarters = x[:, :x.shape[1] // (fft // 4) * (fft // 4)].unflatten(1, (-1, fft // 4))
    n = quarters.shape[1] - 3
    return torch.cat([quarters[:, i:i + n] for i in range(4)], 2)


def spectrum(x, frames):
    """The first `frames` frames of the centred STFT of [B, n]: complex [B, F, 513]."""
    padded = F.pad(x.unsqueeze(1), (FFT // 2, FFT // 2), mode="reflect").squeeze(1)
    return torch.fft.rfft(windows(padded, FFT) * hann(FFT, x.device))[:, :frames]


def overlap_add(frames):
    """[B, F, 1024] windowed frames -> [B, 256 F]: frame k centred at sample 256 k."""
    b, n, _ = frames.shape
    parts = frames.reshape(b, n, FFT // HOP, HOP)
    total = sum(F.pad(parts[:, :, i], (0, 0, i, 3 - i)) for i in range(4))
    return total[:, 2:2 + n].flatten(1)


def inverse(s):
    """Inverse STFT of complex [B, F, 513] -> [B, 256 F], Hann synthesis window, divided by the sum of squared windows."""
    w = hann(FFT, s.device)
    frames = torch.fft.irfft(s, FFT, dim=2) * w
    weight = overlap_add((w * w).expand(1, s.shape[1], FFT))
    return overlap_add(frames) / weight.clamp(min=1e-8)


def filtered(pulses, noise, harmonic, phase, noise_log):
    """Excitation spectra through the filters: pulses [..., F, 513, 2] and noise likewise (real and imaginary parts), filters [..., F, 513].

    Real arithmetic, so that a compiler may fuse it.
    """
    size = harmonic.exp()
    c, s = size * torch.cos(phase), size * torch.sin(phase)
    re, im = pulses.unbind(-1)
    return torch.stack([re * c - im * s, re * s + im * c], -1) + noise * noise_log.exp().unsqueeze(-1)


def synthesise(vocoder, mel, log_f0, voicing, seed=0):
    """mel [F, 100], log_f0 [F], voicing [F] (numpy) -> samples [256 F] (numpy), as the engine does it."""
    with torch.no_grad():
        t = lambda a: torch.as_tensor(np.asarray(a, np.float32))[None]
        mel, log_f0, voicing = t(mel), t(log_f0), t(voicing)
        f0 = per_sample(log_f0.exp())
        pulses = pulse_train(running_phase(f0), f0)
        noise = torch.randn(f0.shape, generator=torch.Generator().manual_seed(seed))
        n = mel.shape[1]
        real = torch.view_as_real
        mixed = filtered(real(spectrum(pulses, n)), real(spectrum(noise, n)), *vocoder(mel, log_f0, voicing))
        return inverse(torch.view_as_complex(mixed))[0].numpy()
