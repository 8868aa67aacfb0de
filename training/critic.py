"""Critics of the acoustic model's latents, for the end of stage 5. A regression alone blurs what it is not sure of, and blur hides the voice: the
true latents with all but their first 16 numbers cleared score SIM 0.71 where all 96 score 0.92. The critics see the difference between a blurred
sentence and a spoken one, and their gradient sharpens the regression (least-squares GAN with feature matching, as GANSpeech does it).

Shapes: B clips, T latents of L numbers, F = 8T mel frames, S style tokens of D.
"""
import torch
import torch.nn.functional as F
from torch import nn

from . import common
from .blocks import beside
from .codec import mel_of

norm = nn.utils.parametrizations.weight_norm


class Whole(nn.Module):
    """Latents with what is said and by whom -> (score [B, T], features). Sees 7 latents, 0.6 s, at once."""

    def __init__(self, c, width=384, spell=16):
        super().__init__()
        self.frames, self.symbol = c.latent_frames, nn.Embedding(c.symbols, spell)
        self.enter = norm(nn.Linear(3 * (c.latent + c.latent_frames * spell), width))
        self.layers = nn.ModuleList(norm(nn.Linear(3 * width, width)) for _ in range(2))
        self.voice, self.score = nn.Linear(c.style_width, width), norm(nn.Linear(width, 1))

    def forward(self, z, said, style):
        b, t, _ = z.shape
        h = torch.cat([z, self.symbol(said).reshape(b, t, -1)], -1)
        features = [F.leaky_relu(self.enter(beside(h)), 0.1)]
        for layer in self.layers:
            features.append(F.leaky_relu(layer(beside(features[-1])), 0.1))
        h = features[-1]
        return self.score(h).squeeze(-1) + (h * self.voice(style)[:, None]).mean(-1), features


class Patches(nn.Module):
    """Log mel [B, F, 100] -> (score [B, F, 9], features): patches of 20 bands, half overlapping, over 7 frames, wherever they lie."""

    BAND = 20

    def __init__(self, width=48):
        super().__init__()
        self.enter = norm(nn.Linear(3 * self.BAND, width))
        self.place = nn.Parameter(torch.randn(2 * common.MELS // self.BAND - 1, width) * 0.1)
        self.time, self.wide = norm(nn.Linear(3 * width, width)), norm(nn.Linear(3 * width, width))
        self.score = norm(nn.Linear(width, 1))

    def forward(self, mel):
        halves = ((mel + 5) / 2.5).unflatten(2, (-1, self.BAND // 2))
        x = torch.cat([halves[:, :, :-1], halves[:, :, 1:]], 3)
        def around(h, d):
            padded = F.pad(h, (0, 0, 0, 0, d, d))
            return torch.cat([padded[:, :-2 * d], h, padded[:, 2 * d:]], 3)
        features = [F.leaky_relu(self.enter(around(x, 1)) + self.place, 0.1)]
        features.append(F.leaky_relu(self.time(around(features[0], 2)), 0.1))
        h = F.pad(features[1], (0, 0, 1, 1))
        features.append(F.leaky_relu(self.wide(torch.cat([h[:, :, :-2], h[:, :, 1:-1], h[:, :, 2:]], 3)), 0.1))
        return self.score(features[-1]).squeeze(-1), features


class Critic(nn.Module):
    """Both critics; `judge` and `advise` take what Losses.drawn holds."""

    FEATURES = 2.0  # weight of feature matching beside the score
    STRETCH = 20  # latents of each clip that the patches are cut from, elsewhere at every step: there are plenty

    def __init__(self, c, codec):
        super().__init__()
        self.whole, self.patches = Whole(c), Patches()
        self.register_buffer("synthesis", codec.synthesis.clone(), persistent=False)
        self.register_buffer("centre", codec.mean.clone(), persistent=False)

    def forward(self, z, said, style, keep, start):
        """[((scores, features), the latents that count)] of both critics."""
        cut = slice(start, start + self.STRETCH)
        mel = mel_of(z[:, cut], self.synthesis, self.centre)
        return [(self.whole(z, said, style), keep), (self.patches(mel), keep[:, cut])]

    @staticmethod
    def _mean(x, keep):
        """Mean of x [B, T or F, ...] over the clips and latents in keep [B, T]."""
        keep = keep.repeat_interleave(x.shape[1] // keep.shape[1], 1)
        keep = keep.reshape(*keep.shape, *[1] * (x.dim() - 2))
        return (x * keep).sum() / (keep.sum() * x[0, 0].numel()).clamp(min=1)

    def judge(self, fake, real, *about):
        """What the critics minimise, and the features of the real latents. about: said, style, keep, start."""
        loss, wanted = 0.0, []
        for ((f, _), keep), ((r, features), _) in zip(self(fake, *about), self(real, *about)):
            loss = loss + self._mean(f ** 2, keep) + self._mean((r - 1) ** 2, keep)
            wanted.append([x.detach() for x in features])
        return loss, wanted

    def advise(self, fake, wanted, *about):
        """(gradient of the critics' displeasure with respect to `fake` [B, T, L], the displeasure). wanted: of `judge`."""
        fake = fake.detach().requires_grad_()
        loss = 0.0
        for ((score, got), keep), real in zip(self(fake, *about), wanted):
            loss = loss + self._mean((score - 1) ** 2, keep)
            loss = loss + self.FEATURES * sum(self._mean((x - y).abs(), keep) for x, y in zip(got, real)) / len(real)
        return torch.autograd.grad(loss, fake)[0], loss.detach()
