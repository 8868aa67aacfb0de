"""Everybody in the corpus, whether what they said is known or not: who somebody is can be learned from all of them.

Shapes: G voices, T latents of L numbers.
"""
import numpy as np
import torch

from . import batches, common

# How often whom: about as often as there are people.
SHARES = {"oneshot": 0.3, "speechocean": 0.35, "librispeech": 0.15, "teacher": 0.2}


class Crowd:
    """People and their sounds, drawn by the settings, the codec and the dice of a batches.Batches."""

    def __init__(self, draw, shares=SHARES):
        """What `draw` holds out is left out here as well, but nobody's only clip."""
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

    def speech(self, count, longest):
        """(latents [G, T, L], voice [G], which latents count [G, T]) of stretches of at most `longest` frames of as many people."""
        size, rng, features, voices = self.draw.model.latent_frames, self.draw.rng, [], []
        for i in rng.choice(len(self.names), count, replace=False, p=self.chances):
            warp, kind = self.draw.warp()
            sound = self.sounds[i][rng.integers(len(self.sounds[i]))]
            heard = sound.scaled(sound.row["frames"], warp)
            at = int(rng.integers(max(1, len(heard) - longest + 1)))
            features.append(heard[at:at + longest])
            voices.append(int(i) * batches.KINDS + kind)
        frames = max(map(len, features))
        frames += -frames % size
        latents = self.draw.codec.encode(torch.from_numpy(np.stack([np.pad(f, ((0, frames - len(f)), (0, 0)), mode="edge") for f in features])))
        return latents, torch.tensor(voices), batches.counted(torch.tensor([len(f) // size for f in features]), latents.shape[1])
