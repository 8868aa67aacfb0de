"""Fundamental frequency by normalised autocorrelation and a Viterbi path (Boersma 1993), quick enough for a whole corpus.

Each frame's autocorrelation is divided by that of its window, the best peaks become candidates, and a path through them is
chosen that pays for jumps of pitch and for switches between voiced and unvoiced.
"""
import numba
import numpy as np

from .common import HOP, RATE

STEP = 2  # the signal is analysed at 12 kHz
LENGTH = 480  # samples of the analysis window at 12 kHz: 40 ms, three periods of 75 Hz
LOWEST, HIGHEST = 65.0, 600.0  # Hz
CANDIDATES = 8
OCTAVE_COST, JUMP_COST, SWITCH_COST = 0.02, 0.5, 0.14
VOICING_THRESHOLD, SILENCE_THRESHOLD = 0.25, 0.01  # loose: 0.45 / 0.03 cost 0.09 of OVRL in copy synthesis


@numba.njit(cache=True)
def _path(pitch, strength):
    frames, n = pitch.shape
    cost = np.zeros((frames, n))
    back = np.zeros((frames, n), np.int32)
    cost[0] = -strength[0]
    for t in range(1, frames):
        for j in range(n):
            best, arg = 1e30, 0
            for i in range(n):
                if pitch[t, j] > 0 and pitch[t - 1, i] > 0:
                    step = JUMP_COST * abs(np.log2(pitch[t, j] / pitch[t - 1, i]))
                elif pitch[t, j] > 0 or pitch[t - 1, i] > 0:
                    step = SWITCH_COST
                else:
                    step = 0.0
                total = cost[t - 1, i] + step
                if total < best:
                    best, arg = total, i
            cost[t, j] = best - strength[t, j]
            back[t, j] = arg
    out = np.zeros(frames, np.float32)
    j = np.argmin(cost[frames - 1])
    for t in range(frames - 1, -1, -1):
        out[t] = pitch[t, j]
        j = back[t, j]
    return out


def track(x):
    """F0 in Hz (0 = unvoiced) of samples at 24 kHz, one value a mel frame: [len(x) // 256] float32.

    A second pass looks only where the first found most of the voice (De Looze & Hirst 2008), which removes octave errors and hiss.
    """
    f = _track(x, LOWEST, HIGHEST)
    voiced = f[f > 0]
    if len(voiced) < 10:
        return f
    low, high = np.percentile(voiced, [35, 65])
    return _track(x, max(LOWEST, 0.72 * low - 10), min(HIGHEST, 1.9 * high + 10))


def _track(x, lowest, highest):
    import soxr
    frames = len(x) // HOP
    low = soxr.resample(x, RATE, RATE // STEP).astype(np.float32)
    hop, half = HOP // STEP, LENGTH // 2
    y = np.pad(low, (half, LENGTH))
    cut = np.lib.stride_tricks.sliding_window_view(y, LENGTH)[::hop][:frames]
    cut = cut - cut.mean(1, keepdims=True)
    peak = np.abs(cut).max(1)
    shape = 0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(LENGTH) + 0.5) / LENGTH)
    own = np.fft.irfft(np.abs(np.fft.rfft(shape, 1024)) ** 2)[:LENGTH]
    rate = RATE / STEP
    shortest, longest = int(rate / highest), int(rate / lowest) + 1
    pitch = np.zeros((frames, CANDIDATES + 1), np.float32)
    strength = np.zeros((frames, CANDIDATES + 1), np.float32)
    loud = np.percentile(peak, 99) + 1e-9
    for a in range(0, frames, 2048):
        block = cut[a:a + 2048] * shape
        r = np.fft.irfft(np.abs(np.fft.rfft(block, 1024, axis=1)) ** 2, axis=1)[:, :longest + 2]
        r = r / (r[:, :1] + 1e-12) / (own[:longest + 2] / own[0])
        lag = r[:, shortest - 1:longest + 2]
        left, mid, right = lag[:, :-2], lag[:, 1:-1], lag[:, 2:]
        is_peak = (mid > left) & (mid >= right) & (mid > 0.2)
        bend = left - 2 * mid + right
        shift = np.where(is_peak, 0.5 * (left - right) / np.minimum(bend, -1e-9), 0)
        height = np.where(is_peak, mid - 0.25 * (left - right) * shift, 0)
        f = rate / (np.arange(shortest, longest + 1)[:len(mid[0])] + shift)
        score = np.where(is_peak, np.minimum(height, 1) - OCTAVE_COST * np.log2(HIGHEST / f), -1)
        best = np.argpartition(-score, CANDIDATES, axis=1)[:, :CANDIDATES]
        take = lambda v: np.take_along_axis(v, best, 1)
        pitch[a:a + 2048, 1:] = np.where(take(score) > 0, take(f), 0)
        strength[a:a + 2048, 1:] = np.where(take(score) > 0, take(score), -1)
        quiet = peak[a:a + 2048] / loud
        strength[a:a + 2048, 0] = VOICING_THRESHOLD + np.maximum(0, 2 - quiet / SILENCE_THRESHOLD)
    return _path(pitch.astype(np.float64), strength.astype(np.float64))
