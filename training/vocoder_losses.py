"""What the vocoder is trained on: spectral distances at several resolutions, the harmonic phase, and small discriminators.

A recording's noise and the vocoder's are two draws from one distribution, so a plain distance between them never vanishes and is
smaller for a sound that is more regular than the recording: the way to buzz. The spectral energy distance (Gritsenko et al.
2020) compares two draws of the vocoder with the recording and subtracts the distance between the draws; it is least when the
distributions agree.
"""
import torch
import torch.nn.functional as F
from torch import nn

from .common import RATE
from .vocoder_model import hann, windows

RESOLUTIONS = (2048, 1024, 512, 256, 128)  # FFT in samples; windows lie a quarter apart
POWER = 0.3  # compression of the magnitudes that the per-frame norm sees
NORM_WEIGHT = 4.0


def short_time(x, fft):
    """[B, n] -> STFT as real [B, frames, bins, 2], unit power for unit white noise."""
    w = hann(fft, x.device)
    return torch.view_as_real(torch.fft.rfft(windows(x, fft) * (w / w.square().sum().sqrt())))


def log_magnitude(s):
    """[..., 2] -> natural log magnitude, floor 1e-4."""
    return 0.5 * torch.log(s[..., 0].square() + s[..., 1].square() + 1e-8)


def band_mask(bandwidth, bins):
    """[B] Hz -> [B, 1, bins]: 1 below 97 % of the bandwidth, where a source says something, 0 above."""
    hz = torch.linspace(0, RATE / 2, bins, device=bandwidth.device)
    return (hz <= 0.97 * bandwidth[:, None]).float().unsqueeze(1)


def hearing(bins, device=None):
    """[bins] weight of each frequency, as dense as the mel scale has it: 31 % of it lies below 1 kHz, where 8 % of the bins are and nearly all that
    DNSMOS holds against copy synthesis (see LOG.md)."""
    return 700 / (700 + torch.linspace(0, RATE / 2, bins, device=device))


def distance(a, b, mask):
    """[B] of two log spectra: mean absolute difference, and per-frame Euclidean norm of the compressed magnitudes' difference."""
    mask = mask * hearing(mask.shape[2], mask.device)
    bins = mask.sum((1, 2))
    absolute = ((a - b).abs() * mask).sum((1, 2)) / (bins * a.shape[1])
    norm = (((torch.exp(POWER * a) - torch.exp(POWER * b)).square() * mask).sum(2) / bins[:, None] + 1e-6).sqrt().mean(1)
    return absolute + NORM_WEIGHT * norm


def triangle(x, draws, mask, repel):
    """Recording's and two draws' STFTs -> (energy distance, plain distance); repel [B] weighs the distance between the draws."""
    x, one, two = log_magnitude(x), log_magnitude(draws[0]), log_magnitude(draws[1])
    first = distance(x, one, mask)
    return (first + distance(x, two, mask) - repel * distance(one, two, mask)).mean(), first.detach().mean()


def energy_distance(wave, draws, bandwidth, resolutions=RESOLUTIONS, triangle=triangle, repel=None):
    """wave [B, n] the recording, draws [2, B, n] two sounds of the vocoder for it -> (loss, plain distance of the first draw)."""
    loss = plain = 0.0
    repel = torch.ones_like(bandwidth) if repel is None else repel
    for fft in resolutions:
        x, both = short_time(wave, fft), short_time(draws.flatten(0, 1), fft)
        part, first = triangle(x, both.unflatten(0, (2, -1)), band_mask(bandwidth, fft // 2 + 1), repel)
        loss, plain = loss + part, plain + first
    return loss / len(resolutions), plain / len(resolutions)


def phase_loss(target, pulses, turn, voicing, mask):
    """1 - agreement of the filter's phase [B, F, 513] with target / pulses [B, F, 513, 2], weighted by loudness, up to a sign a clip.

    Microphones differ in polarity, hence the sign. Only the phase gets a gradient.
    """
    (a, b), (c, d) = target.unbind(3), pulses.unbind(3)
    re, im = a * c + b * d, b * c - a * d
    size = (re.square() + im.square()).clamp(min=1e-12).sqrt()
    weight = size.sqrt() * voicing.unsqueeze(2) * mask
    fit = (re * torch.cos(turn) + im * torch.sin(turn)) / size
    fit = (fit * weight)[:, 2:-2].sum((1, 2)) / (weight[:, 2:-2].sum((1, 2)) + 1e-3)
    return 1 - fit.abs().mean()


class Discriminator(nn.Module):
    """Judges patches of one log spectrogram: bands of `band` bins, half overlapping, over a few frames.

    Only linear layers (a patch is unfolded, neighbouring patches are concatenated), with an embedding of the band's place, because
    they are the cheapest thing a CPU can learn with.
    """

    def __init__(self, fft, band=32, width=64):
        super().__init__()
        self.fft, self.band = fft, band
        self.bands = (fft // 2) // (band // 2) - 1
        norm = nn.utils.parametrizations.weight_norm
        self.enter = norm(nn.Linear(3 * band, width))
        self.place = nn.Parameter(torch.randn(self.bands, width) * 0.1)
        self.time = norm(nn.Linear(3 * width, width))
        self.wide = norm(nn.Linear(3 * width, width))
        self.score = norm(nn.Linear(width, 1))

    def forward(self, x, mask):
        """x [B, frames, bins] log spectrum, mask [B, 1, bins] -> score [B, frames, bands], features, weight [B, 1, bands]."""
        half = self.band // 2
        x = (x * mask)[:, :, :half * (self.bands + 1)]
        b, n, _ = x.shape
        x = x.reshape(b, n, self.bands + 1, half)
        patches = torch.cat([x[:, :, :-1], x[:, :, 1:]], 3)
        features = [F.leaky_relu(self.enter(torch.cat([patches[:, :-2], patches[:, 1:-1], patches[:, 2:]], 3)) + self.place, 0.1)]
        h = features[0]
        features.append(F.leaky_relu(self.time(torch.cat([h[:, :-4], h[:, 2:-2], h[:, 4:]], 3)), 0.1))
        h = F.pad(features[1], (0, 0, 1, 1))
        features.append(F.leaky_relu(self.wide(torch.cat([h[:, :, :-2], h[:, :, 1:-1], h[:, :, 2:]], 3)), 0.1))
        covered = mask[:, 0, :half * (self.bands + 1)].reshape(b, self.bands + 1, half).amin(2)
        heard = hearing(self.bands, x.device)
        return self.score(features[2]).squeeze(3), features, (covered[:, :-1] * covered[:, 1:] * heard).unsqueeze(1)


class Discriminators(nn.Module):
    """One for each resolution: long windows hear the harmonics, short ones the pulses. A step uses one of them."""

    def __init__(self):
        super().__init__()
        self.each = nn.ModuleList([Discriminator(2048), Discriminator(1024), Discriminator(512), Discriminator(128, 16)])

    def forward(self, which, x, bandwidth):
        d = self.each[which]
        return d(log_magnitude(short_time(x, d.fft)), band_mask(bandwidth, d.fft // 2 + 1))


def weighted(x, weight):
    return (x * weight).sum() / (weight.sum() * x.shape[1]).clamp(min=1)


def discriminator_loss(judge, which, real, fake, bandwidth):
    """Hinge loss: real above 1, fake below -1. Also returns the real one's features."""
    r, features, weight = judge(which, real, bandwidth)
    f, _, _ = judge(which, fake, bandwidth)
    return weighted(F.relu(1 - r), weight) + weighted(F.relu(1 + f), weight), [x.detach() for x in features]


def adversarial(judge, which, wanted, fake, bandwidth):
    """(-score of the fake, distance of its features from the wanted ones), for the vocoder; the discriminators get no gradient."""
    judge.requires_grad_(False)
    score, got, weight = judge(which, fake, bandwidth)
    judge.requires_grad_(True)
    w = weight.unsqueeze(3)
    features = sum(((x - y).abs() * w).sum() / (w.sum() * x.shape[1] * x.shape[3]).clamp(min=1) for x, y in zip(got, wanted))
    return weighted(-score, weight), features / len(got)
