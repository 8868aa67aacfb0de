"""Quick tests of the stages' own arithmetic; no corpus needed. Run: python -m pytest training"""
import numpy as np
import pytest
import torch

from . import codec, common, corpus, export, f0
from .batches import warped_bands
from .model import Acoustic, Config, centroids, pool


def test_mel_of_a_tone_peaks_in_its_band():
    t = np.arange(common.RATE) / common.RATE
    mel = common.mel_spectrogram(np.sin(2 * np.pi * 1000 * t).astype(np.float32))
    assert mel.shape == (common.RATE // common.HOP, common.MELS)
    weights = common.mel_matrix()[round(1000 * common.FFT / common.RATE)]
    assert abs(int(mel[40].argmax()) - int(weights.argmax())) <= 1


def test_f0_of_a_gliding_tone():
    hz = np.linspace(110, 220, 2 * common.RATE)
    phase = 2 * np.pi * np.cumsum(hz) / common.RATE
    x = sum(np.sin(k * phase) / k for k in range(1, 12)).astype(np.float32) * 0.1
    got = f0.track(x)
    want = hz[::common.HOP][:len(got)]
    assert (got[5:-5] > 0).all()
    assert np.median(np.abs(12 * np.log2(got[5:-5] / want[5:-5]))) < 0.1


def test_f0_of_noise_is_unvoiced():
    x = np.random.default_rng(0).normal(size=common.RATE).astype(np.float32) * 0.1
    assert (f0.track(x) > 0).mean() < 0.1


def test_active_gain_reaches_the_level():
    x = np.concatenate([np.zeros(12000), np.random.default_rng(0).normal(size=24000) * 0.3]).astype(np.float32)
    y = x * common.active_gain(x)
    assert 20 * np.log10(np.sqrt(np.mean(y[12000:] ** 2))) == pytest.approx(common.LEVEL, abs=0.2)


def test_symbol_times_keep_the_total_and_merge_what_belongs_together():
    text = "hˈi, ðˈɛɹ."
    durations = np.array([3] + [2] * len(text) + [5]) * corpus.TEACHER_FRAME
    ends = corpus.symbol_times(text, durations)
    # ^ h i , ð ɛ ɹ . $: the stress marks are in their vowels, the space is in the comma
    assert len(ends) == 9
    assert ends[-1] == durations.sum()
    assert (np.diff(ends) >= 0).all()


def test_stack_and_unstack_are_inverse():
    r = np.random.default_rng(0)
    mel, log_f0, voicing = r.normal(size=(8, 100)), r.uniform(4.5, 6, 8), (r.random(8) > 0.5) * 1.0
    back = codec.unstack(codec.stack(mel, log_f0, voicing))
    for a, b in zip(back, (mel, log_f0, voicing)):
        assert np.allclose(a, b)


def test_warp_moves_a_band_up():
    mel = np.full((1, 100), -8, np.float32)
    mel[0, 40] = 0
    assert warped_bands(mel, 1.15)[0].argmax() > 40 > warped_bands(mel, 0.87)[0].argmax()
    assert np.allclose(warped_bands(mel, 1.0), mel, atol=1e-4)


def test_pooling_does_not_depend_on_order_or_padding():
    torch.manual_seed(0)
    logits, states, keep = torch.randn(1, 40, 4), torch.randn(1, 40, 6), torch.ones(1, 40, dtype=torch.bool)
    order = torch.randperm(40)
    padded = pool(torch.cat([logits, torch.ones(1, 9, 4)], 1), torch.cat([states, torch.ones(1, 9, 6)], 1),
                  torch.cat([keep, torch.zeros(1, 9, dtype=torch.bool)], 1))
    assert torch.allclose(pool(logits, states, keep), pool(logits[:, order], states[:, order], keep), atol=1e-5)
    assert torch.allclose(pool(logits, states, keep), padded, atol=1e-5)


def test_centroids_find_clusters_and_weigh_them():
    torch.manual_seed(0)
    a, b = torch.randn(1, 60, 5) * 0.01 + 3, torch.randn(1, 20, 5) * 0.01 - 3
    bank, weight = centroids(torch.cat([a, b], 1), torch.ones(1, 80, dtype=torch.bool), 8)
    assert weight.sum() == pytest.approx(1)
    assert weight[bank.mean(-1) > 0].sum() == pytest.approx(0.75)


def test_export_is_the_same_network(tmp_path):
    small = Config(text_blocks=1, window_blocks=1, prior_blocks=2, flow_blocks=1, width=64, heads=1)
    model = Acoustic(small).eval()
    for p in model.parameters():  # zero-initialised outputs would hide a difference
        torch.nn.init.normal_(p, std=0.05)
    for name, (module, inputs, outputs, axes) in export.graphs(model, codec.Codec(codec.Config())).items():
        export.export_graph(tmp_path, name, module, inputs, outputs, axes)
        assert export.compare(tmp_path / name, module, inputs, outputs) < 2e-2
