"""Two listeners to the acoustic model's latents: one knows phonemes, one knows voices. Critics make the regression sound like speech, but not like
the right speech: names lose their consonants, and a voice its owner. The listeners learn from recordings alone, so a sentence pleases them only
where it could be one (recogniser and speaker losses of a synthesiser, as in SC-GlowTTS and YourTTS, here with networks of our own that hear latents).

Shapes: B clips, T latents of L numbers, F = 8T mel frames.
"""
import torch
import torch.nn.functional as F
from torch import nn

from .blocks import beside


class Trunk(nn.Module):
    """Latents [B, T, L] -> [B, T, width]; sees seven latents, 0.6 s, at once."""

    def __init__(self, latent, width):
        super().__init__()
        self.enter = nn.Linear(3 * latent, width)
        self.layers = nn.ModuleList(nn.Linear(3 * width, width) for _ in range(2))
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(3))

    def forward(self, z):
        h = F.gelu(self.norms[0](self.enter(beside(z))))
        for layer, norm in zip(self.layers, self.norms[1:]):
            h = h + F.gelu(norm(layer(beside(h))))
        return h


class Words(nn.Module):
    """Which symbol every mel frame says: latents [B, T, L] -> logits [B, F, symbols]."""

    def __init__(self, c, width=320):
        super().__init__()
        self.frames, self.trunk, self.head = c.latent_frames, Trunk(c.latent, width), nn.Linear(width, c.latent_frames * c.symbols)

    def forward(self, z):
        return self.head(self.trunk(z)).unflatten(2, (self.frames, -1)).flatten(1, 2)

    def missed(self, z, said, keep):
        """Mean cross entropy over the frames in keep [B, T]; said [B, F]."""
        keep = keep.repeat_interleave(self.frames, 1)
        return (F.cross_entropy(self(z).transpose(1, 2), said, reduction="none") * keep).sum() / keep.sum().clamp(min=1)


class Voices(nn.Module):
    """Who speaks: latents [B, T, L] and those that count [B, T] -> unit vectors [B, size]."""

    MARGIN, SCALE = 0.2, 20.0

    def __init__(self, c, people, width=256, size=128):
        super().__init__()
        self.trunk, self.head = Trunk(c.latent, width), nn.Linear(2 * width, size)
        self.people = nn.Parameter(torch.randn(people, size) * size ** -0.5)

    def forward(self, z, keep):
        h, keep = self.trunk(z).float(), keep[..., None]
        n = keep.sum(1).clamp(min=1)
        mean = (h * keep).sum(1) / n
        deviation = (((h - mean[:, None]) ** 2 * keep).sum(1) / n + 1e-5).sqrt()
        return F.normalize(self.head(torch.cat([mean, deviation], -1)).float(), dim=-1)

    def mistaken(self, z, speaker, keep):
        """Loss of telling the people apart by additive margin (Wang et al. 2018)."""
        near = self(z, keep) @ F.normalize(self.people.float(), dim=-1).T
        return F.cross_entropy(self.SCALE * (near - self.MARGIN * F.one_hot(speaker, near.shape[1])), speaker)


class Listener(nn.Module):
    """Both; `judge` and `advise` take the drawn latents and the real ones, said [B, F], speaker [B], keep [B, T]."""

    BLUR = 0.25  # deviation of noise on what they learn from: their advice should not lie in differences that nobody hears

    def __init__(self, c, people):
        super().__init__()
        self.words, self.voices = Words(c), Voices(c, people)

    def judge(self, real, said, speaker, keep):
        """What they minimise on recordings: (words missed, voices mistaken)."""
        real = real + self.BLUR * torch.randn_like(real)
        return self.words.missed(real, said, keep), self.voices.mistaken(real, speaker, keep)

    def advise(self, fake, real, said, speaker, keep):
        """[(gradient with respect to `fake`, loss)] of the words and of the voices. A voice should be heard as that of the very recording."""
        with torch.no_grad():
            own = self.voices(real, keep)
        fake = fake.detach().requires_grad_()
        losses = self.words.missed(fake, said, keep), 1 - (self.voices(fake, keep) * own).sum(-1).mean()
        return [(torch.autograd.grad(loss, fake)[0], loss.detach()) for loss in losses]
