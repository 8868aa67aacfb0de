"""Quick checks of the vocoder: python -m unittest training.test_vocoder"""
import pathlib
import tempfile
import unittest

import numpy as np
import torch

from .common import HOP, RATE, mel_spectrogram
from .codec import fill_f0
from .vocoder_data import follow, place
from .vocoder_losses import band_mask, phase_loss, triangle
from .vocoder_model import (Vocoder, envelope_matrix, inverse, overlap_add, per_sample, pulse_train, running_phase, spectrum,
                            synthesise)


def tone_input(frames, hz=140.0):
    """Mel of a crude vowel, log F0, voicing as the network takes them."""
    f0 = torch.full((1, frames * HOP), hz, dtype=torch.float64)
    x = (0.05 * pulse_train(running_phase(f0), f0))[0].numpy()
    return mel_spectrogram(x), np.full(frames, np.log(hz), np.float32), np.ones(frames, np.float32), x


class Excitation(unittest.TestCase):
    def test_closed_form_is_the_sum_of_cosines(self):
        f0 = torch.linspace(70, 500, 4000, dtype=torch.float64)[None]
        phase = running_phase(f0)
        phase[0, :3] = torch.tensor([0.0, 2 * torch.pi, 1e-9])
        count = torch.floor(11500 / f0)
        k = torch.arange(1, 165, dtype=torch.float64)[:, None]
        wanted = (torch.cos(k * phase) * (k <= count)).sum(0) * torch.sqrt(2 / count[0])
        self.assertLess(float((pulse_train(phase, f0)[0] - wanted).abs().max()), 1e-4)

    def test_power_is_one(self):
        f0 = torch.full((1, RATE), 120.0)
        self.assertAlmostEqual(float(pulse_train(running_phase(f0), f0).square().mean()), 1.0, delta=0.02)

    def test_frames_lie_at_their_samples(self):
        x = per_sample(torch.tensor([[1.0, 3.0, 2.0]]))
        self.assertEqual([float(x[0, i]) for i in (0, 128, 256, 512, 767)], [1.0, 2.0, 3.0, 2.0, 2.0])


class ShortTime(unittest.TestCase):
    def test_inverse_gives_the_samples_back(self):
        x = torch.randn(2, 40 * HOP)
        y = inverse(spectrum(x, 40))
        self.assertLess(float((y - x)[:, :-2 * HOP].abs().max()), 1e-5)

    def test_spectrum_is_the_front_end(self):
        x = torch.randn(1, 20 * HOP) * 0.1
        from .common import mel_matrix
        mel = np.log(np.maximum(spectrum(x, 20)[0].abs().numpy() @ mel_matrix(), 1e-5))
        self.assertLess(np.abs(mel - mel_spectrogram(x[0].numpy())).max(), 1e-3)

    def test_overlap_add_of_windows_is_flat(self):
        w = torch.hann_window(1024)
        total = overlap_add((w * w).expand(1, 20, 1024))[0]
        self.assertLess(float((total[512:-512] - 1.5).abs().max()), 1e-5)


class Envelope(unittest.TestCase):
    def test_a_flat_spectrum_stays_flat(self):
        from .common import mel_matrix
        matrix, offset = envelope_matrix()
        got = np.log(np.maximum(np.ones(513) @ mel_matrix(), 1e-5)) @ matrix + offset
        self.assertLess(np.abs(got).max(), 1e-6)


class Following(unittest.TestCase):
    def test_pulses_land_on_the_recording(self):
        _, log_f0, voicing, _ = tone_input(64)
        f0 = per_sample(torch.from_numpy(np.exp(log_f0))[None])
        truth = running_phase(f0 * 1.004) + 1.0  # the recording is 7 cents higher than its label
        wave = pulse_train(truth, f0) * 0.05
        phase = follow(wave, f0)
        zero = torch.zeros(1, 64, 513)
        phase = phase - place(phase, spectrum(wave, 64), zero, torch.from_numpy(np.exp(log_f0))[None], torch.ones(1, 64))[:, None]
        off = torch.angle(torch.polar(torch.ones_like(phase), phase - truth))[:, 2048:-2048]
        self.assertLess(float(off.abs().max()), 0.15)

    def test_unvoiced_clip_has_a_pitch_anyway(self):
        self.assertTrue(np.allclose(fill_f0(np.zeros(5))[0], np.log(150)))
        self.assertTrue(np.allclose(np.exp(fill_f0(np.array([0, 100, 0, 100, 0.0]))[0]), 100))


class Losses(unittest.TestCase):
    def test_energy_distance_prefers_the_true_spread(self):
        """Against white noise, draws of white noise must beat a constant at the median, which the plain distance prefers."""
        torch.manual_seed(0)
        mask = torch.ones(4, 1, 129)
        x, draws = torch.randn(4, 50, 129, 2), torch.randn(2, 4, 50, 129, 2)
        flat = torch.full_like(draws, 1.18 / 2 ** 0.5)
        honest, constant = triangle(x, draws, mask, torch.ones(4)), triangle(x, flat, mask, torch.ones(4))
        self.assertLess(float(honest[0]), float(constant[0]))
        self.assertGreater(float(honest[1]), float(constant[1]))

    def test_phase_loss_is_zero_at_the_truth_and_deaf_to_polarity(self):
        turn = torch.randn(1, 20, 513)
        pulses = torch.randn(1, 20, 513, 2)
        wanted = torch.view_as_real(-torch.view_as_complex(pulses) * torch.polar(torch.ones_like(turn), turn))
        loss = phase_loss(wanted, pulses, turn, torch.ones(1, 20), band_mask(torch.tensor([12000.0]), 513))
        self.assertLess(float(loss), 0.01)


class Network(unittest.TestCase):
    def test_untrained_it_keeps_the_mel(self):
        mel, log_f0, voicing, _ = tone_input(80)
        y = synthesise(Vocoder(), mel, log_f0, voicing)
        again = mel_spectrogram(y)
        self.assertLess(np.abs(again - mel)[4:-4, 8:].mean(), 0.7)

    def test_onnx_parity(self):
        import onnxruntime
        from .vocoder import INPUTS, OUTPUTS, export
        vocoder = Vocoder().eval()
        torch.nn.init.normal_(vocoder.out.weight, std=0.02)
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "vocoder.onnx"
            export(vocoder, path)
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = 1
            session = onnxruntime.InferenceSession(str(path), options)
            self.assertEqual([o.name for o in session.get_outputs()], list(OUTPUTS))
            for frames in (1, 5, 93):
                mel, log_f0 = torch.randn(1, frames, 100) - 4, torch.rand(1, frames) + 4.5
                voicing = torch.rand(1, frames)
                got = session.run(None, dict(zip(INPUTS, (mel.numpy(), log_f0.numpy(), voicing.numpy()))))
                with torch.no_grad():
                    h, p, n = vocoder(mel, log_f0, voicing)
                for g, w in zip(got, (h.exp(), p, n.exp())):
                    self.assertEqual(g.shape, (1, frames, 513))
                    np.testing.assert_allclose(g, w.numpy(), rtol=2e-3, atol=2e-4)

    def test_the_seed_decides_the_noise(self):
        mel, log_f0, voicing, _ = tone_input(20)
        a, b, c = (synthesise(Vocoder(), mel, log_f0, voicing, seed) for seed in (1, 1, 2))
        self.assertTrue(np.array_equal(a, b))
        self.assertFalse(np.array_equal(a, c))


if __name__ == "__main__":
    unittest.main()
