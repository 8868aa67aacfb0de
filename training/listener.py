"""Two listeners to the acoustic model's latents: one knows phonemes, one knows voices. Critics make the regression sound like speech, but not like
the right speech: names lose their consonants, and a voice its owner. The listeners learn from recordings alone, so a sentence pleases them only
where it could be one (recogniser and speaker losses of a synthesiser, as in SC-GlowTTS and YourTTS, here with networks of our own that hear latents).

They learn before it, the words from those who have a transcript, the voices from everybody, and then stay as they are: beside the acoustic model, with the four people of
its batches, the listener to the voices forgets (its loss rises from 4.0 to 7.2 in 15 minutes). One pair alone is in the end deceived: after
100 hours of its advice it heard the voice better and better, and nobody else did. So there are several, and each step asks one of them.

    python -m training.listener --minutes 25                         # before stage 5 with --words or --voice; goes on where it ended
    python -m training.listener --minutes 25 --number 2 --layers 4   # another pair, that hears a second at once

Shapes: B clips, T latents of L numbers, F = 8T mel frames.
"""
import argparse
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from . import batches, common, crowd
from .blocks import beside
from .model import Config as Model

FOLDER = common.WORK / "acoustic"


class Trunk(nn.Module):
    """Latents [B, T, L] -> [B, T, width]; sees three latents and two more for each layer at once: with two layers 0.6 s."""

    def __init__(self, latent, width, layers):
        super().__init__()
        self.enter = nn.Linear(3 * latent, width)
        self.layers = nn.ModuleList(nn.Linear(3 * width, width) for _ in range(layers))
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(layers + 1))

    def forward(self, z):
        h = F.gelu(self.norms[0](self.enter(beside(z))))
        for layer, norm in zip(self.layers, self.norms[1:]):
            h = h + F.gelu(norm(layer(beside(h))))
        return h


class Words(nn.Module):
    """Which symbol every mel frame says: latents [B, T, L] -> logits [B, F, symbols]."""

    def __init__(self, c, layers, width=320):
        super().__init__()
        self.frames, self.trunk, self.head = c.latent_frames, Trunk(c.latent, width, layers), nn.Linear(width, c.latent_frames * c.symbols)

    def forward(self, z):
        return self.head(self.trunk(z)).unflatten(2, (self.frames, -1)).flatten(1, 2)

    def missed(self, z, said, keep):
        """Mean cross entropy over the frames in keep [B, T]; said [B, F]."""
        keep = keep.repeat_interleave(self.frames, 1)
        return (F.cross_entropy(self(z).transpose(1, 2), said, reduction="none") * keep).sum() / keep.sum().clamp(min=1)


class Voices(nn.Module):
    """Who speaks: latents [B, T, L] and those that count [B, T] -> unit vectors [B, size]."""

    MARGIN, SCALE = 0.2, 20.0

    def __init__(self, c, people, layers, width=256, size=128):
        super().__init__()
        self.trunk, self.head = Trunk(c.latent, width, layers), nn.Linear(2 * width, size)
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
    """Both; they take latents [B, T, L], said [B, F], speaker [B], keep [B, T]."""

    BLUR = 0.25  # deviation of noise on what they learn from: their advice should not lie in differences that nobody hears

    def __init__(self, c, people, layers=2):
        super().__init__()
        self.words, self.voices = Words(c, layers), Voices(c, people, layers)

    def judge(self, spoken, voiced):
        """What they minimise on recordings: (words missed, voices mistaken). spoken: (latents, said, keep), voiced: (latents, speaker, keep)."""
        blurred = lambda real, *about: (real + self.BLUR * torch.randn_like(real), *about)
        return self.words.missed(*blurred(*spoken)), self.voices.mistaken(*blurred(*voiced))

    def advise(self, fake, owner, said, keep):
        """[(gradient with respect to `fake`, loss)] of the words and of the voices; owner [B, size] is what the voices should be heard as."""
        fake = fake.detach().requires_grad_()
        heard = fake + self.BLUR * torch.randn_like(fake)
        losses = self.words.missed(heard, said, keep), 1 - (self.voices(heard, keep) * owner).sum(-1).mean()
        return [(torch.autograd.grad(loss, fake, retain_graph=True)[0], loss.detach()) for loss in losses]


def path(number):
    return FOLDER / f"listener{number}.pt"


def load(file):
    """A pair that has learned."""
    state = torch.load(file, map_location="cpu")
    layers = sum(k.startswith("voices.trunk.layers.") and k.endswith("weight") for k in state)
    listener = Listener(Model(), len(state["voices.people"]), layers)
    listener.load_state_dict(state)
    return listener.requires_grad_(False)


def load_all():
    """All pairs that have learned; at least one."""
    files = sorted(FOLDER.glob("listener*.pt"))
    if not files:
        raise FileNotFoundError(f"no listener*.pt in {FOLDER}: run python -m training.listener first")
    return [load(file) for file in files]


LONGEST = 256  # mel frames


def sentences(draw, count):
    """(latents [B, T, L], symbols said [B, F], keep [B, T]) of clips of as many people, whose words are known, and their names."""
    items, names = [], []
    while len(items) < count:
        name, clips = draw.someone()
        names.append(name)
        items.append(draw.item(clips[draw.rng.integers(len(clips))], draw.warp()[0]) + (0,))
    batch = draw.collate(items, [np.zeros((1, 1, common.MELS), np.float32)], [0])
    keep = batches.counted(batch["lengths"], batch["latents"].shape[1])
    return (batch["latents"], batch["symbols"].gather(1, batch["index"]), keep), names


def recognised(listener, unheard, people, rounds=8, size=64):
    """Share of unheard clips whose person is the one heard, whatever the warp. people: names in the order of the listener's voices."""
    right, known = [], {name: i for i, name in enumerate(people)}
    with torch.no_grad():
        for _ in range(rounds):
            (z, _, keep), names = sentences(unheard, size)
            near = listener.voices(z, keep) @ F.normalize(listener.voices.people, dim=-1).T
            right += [int(near.argmax()) // batches.KINDS == known[name] for near, name in zip(near, names) if name in known]
    return float(np.mean(right))


def train(minutes, number, layers, size=64, rate=1e-3):
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    torch.manual_seed(int(time.time()))
    settings = batches.Config(longest=LONGEST)
    draw, unheard = batches.Batches(settings, Model(), int(time.time())), batches.Batches(settings, Model(), 1, test=True)
    people, file = crowd.Crowd(draw), path(number)
    listener = load(file).requires_grad_(True) if file.exists() else Listener(Model(), people.voices, layers)
    optimiser = torch.optim.AdamW(listener.parameters(), rate, betas=(0.9, 0.98), weight_decay=0.02)
    begin, step, shown = time.time(), 0, []
    saved = begin
    while (done := (time.time() - begin) / 60 / minutes) < 1:
        optimiser.param_groups[0]["lr"] = rate * min(1, (step + 1) / 200) * max(0.02, 1 - done)
        missed, mistaken = listener.judge(sentences(draw, size // 2)[0], people.speech(size, LONGEST))
        optimiser.zero_grad(set_to_none=True)
        (missed + mistaken).backward()
        optimiser.step()
        step += 1
        shown.append((float(missed), float(mistaken)))
        if time.time() - saved > 60:
            saved = time.time()
            common.save_checkpoint(file, listener.state_dict())
            missed, mistaken = np.mean(shown, 0)
            shown = []
            known = 100 * recognised(listener, unheard, people.names)
            print(f"step {step}: missed {missed:.3f}, mistaken {mistaken:.3f}, of {known:.0f} % of unheard clips the speaker is known", flush=True)
    common.save_checkpoint(file, listener.state_dict())


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--minutes", type=float, default=15)
    p.add_argument("--number", type=int, default=1, help="of the pair")
    p.add_argument("--layers", type=int, default=2, help="of a new pair")
    a = p.parse_args()
    train(a.minutes, a.number, a.layers)
