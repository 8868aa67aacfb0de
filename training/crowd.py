"""Voices that lend themselves to other people's sentences. Of most people in the data nobody wrote down what they said, so the model cannot
learn from how they said it; but what they sound like a listener (training.listener) hears all the same. So a sentence of one person is spoken in the voice of another,
and has to sound like that one and keep its words: the speaker consistency loss of YourTTS (Casanova et al. 2022), here for voices without a transcript.

Shapes: G voices, W windows of 128 frames, T latents of L numbers.
"""
import numpy as np
import torch

from . import batches, common

SHARES = {"oneshot": 0.5, "speechocean": 0.2, "librispeech": 0.2, "teacher": 0.1}

WINDOWS = 12  # of a reference at most: 16 s are what most of them have


class Crowd:
    """Everybody in the corpus, whether what they said is known or not."""

    def __init__(self, draw, shares=SHARES):
        """draw: a batches.Batches, whose settings, codec and dice are used; what it holds out is left out here as well, but nobody's only clip."""
        self.draw, self.names, self.sounds, self.chances = draw, [], [], []
        for name, share in shares.items():
            if not (common.WORK / "cache" / name / "index.tsv").exists():
                continue
            corpus, people = common.Corpus(name), {}
            for row in corpus.rows:
                if row["frames"] > 24:
                    people.setdefault(row["speaker"], []).append(batches.Sound(corpus, row))
            self.names += people
            self.sounds += [[s for s in sounds if not batches.held_out(s.row)] or sounds for sounds in people.values()]
            self.chances += [share / len(people)] * len(people)
        self.chances = np.array(self.chances) / sum(self.chances)

    @property
    def voices(self):
        """How many voices there are with the warped ones."""
        return len(self.names) * batches.KINDS

    def _some(self, count):
        """(number, warp, its kind, one of their sounds at each call) of `count` people."""
        for i in self.draw.rng.choice(len(self.names), count, replace=False, p=self.chances):
            yield int(i), *self.draw.warp(), lambda sounds=self.sounds[i]: sounds[self.draw.rng.integers(len(sounds))]

    def _stretch(self, sound, warp, longest):
        heard = sound.scaled(sound.row["frames"], warp)
        at = int(self.draw.rng.integers(max(1, len(heard) - longest + 1)))
        return heard[at:at + longest]

    def _latents(self, features):
        """latents [G, T, L] and which of them count, keep [G, T]."""
        size = self.draw.model.latent_frames
        frames = max(map(len, features))
        frames += -frames % size
        latents = self.draw.codec.encode(torch.from_numpy(np.stack([np.pad(f, ((0, frames - len(f)), (0, 0)), mode="edge") for f in features])))
        lengths = torch.tensor([len(f) // size for f in features])
        return latents, batches.counted(lengths, latents.shape[1])

    def speech(self, count, longest=256):
        """(latents [G, T, L], voice [G], keep [G, T]) of stretches of at most `longest` frames."""
        features, voices = [], []
        for i, warp, kind, sound in self._some(count):
            features.append(self._stretch(sound(), warp, longest))
            voices.append(i * batches.KINDS + kind)
        latents, keep = self._latents(features)
        return latents, torch.tensor(voices), keep

    def __call__(self, count, longest=256):
        """reference [G, W, 128, 100] and windows [G] of `count` voices, and latents and keep of a stretch of their speech."""
        d, references, features = self.draw, [], []
        for _, warp, _, sound in self._some(count):
            windows = batches.how_many(d.rng, min(WINDOWS, d.config.windows))
            references.append(np.stack([sound().window(d.rng, d.model.window, warp) for _ in range(windows)]))
            features.append(self._stretch(sound(), warp, longest))
        latents, keep = self._latents(features)
        return batches.packed(references) | {"latents": latents, "keep": keep}
