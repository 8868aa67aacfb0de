"""Stage 5d: a regression that says the same wherever its grid of latents lies. Resumes from acoustic/last.pt and writes acoustic/phases.pt.

    python -m training.phases --minutes 130

A latent holds eight frames, and what the prior says of a sound depends a little on where in them the sound begins. The mean of what it says on
grids that lie 0, 2, 4 and 6 frames later (cycle spinning, Coifman and Donoho 1995) is cleaner than each of them; the engine makes it of as many
grids as it has time for. Here the prior alone learns to say on every grid what it said on all of them on average (distillation, Hinton et al. 2015),
so that fewer do. All else stays as it is: voices that were made before stay what they are. What is written is the mean of what it learned and of what it was: with
all of the former the voices lose likeness (LOG.md).
"""
import argparse
import copy
import math
import time

import numpy as np
import torch

from . import acoustic, batches, common
from .export import BANK

PATH = acoustic.PATH.with_name("phases.pt")
LATER = 0, 2, 4, 6  # frames
LEARNT = 2  # grids that the student says in one step
DROP = 0.05  # share of sentences without voice, and without text, so that guidance goes on to work
COLOUR, CONTRAST = 4.0, 2.0  # weights of a clip's average and spread in time beside the distance: likeness hangs on them, and little of the distance does
COND = 0.02  # weight of the states beside the latents: the flow has learned to read them


def laid(batch, later, frames):
    """index, place [B, frames (T - 1), ...] of the grid that lies so many frames later; its clips have a latent of so many frames less."""
    size = batch["index"].shape[1] - frames
    return batch["index"][:, later:later + size], batch["place"][:, later:later + size]


def together(features, lengths):
    """Mean of features [B, F, C], one a grid of LATER, wherever they lie over each other: [B, F + last of LATER, C]. lengths [B]: frames that count."""
    b, f, c = features[0].shape
    total, count = features[0].new_zeros(b, f + LATER[-1], c), features[0].new_zeros(b, f + LATER[-1], 1)
    there = batches.counted(lengths, f)[..., None]
    for later, x in zip(LATER, features):
        total[:, later:later + f] += x * there
        count[:, later:later + f] += there
    return total / count.clamp(min=1)


def distances(said, aim, keep, weight):
    """Mean squared distance of latents [B, T, L], of their averages and of their deviations over a clip. keep [B, T, 1]: 1 where a latent counts."""
    count = keep.sum(1, keepdim=True)
    average = lambda x: (x * keep).sum(1, keepdim=True) / count
    spread = lambda x: (average((x - average(x)) ** 2) + 1e-4).sqrt()
    clip = lambda f: ((f(said) - f(aim)) ** 2 * weight).mean()
    return ((said - aim) ** 2 * weight * keep).sum() / (keep.sum() * said.shape[-1]), clip(average), clip(spread)


class Lesson:
    """What one batch teaches."""

    def __init__(self, model, linear):
        self.teacher, self.student, self.linear = model, copy.deepcopy(model.prior), linear
        for p in model.parameters():
            p.requires_grad_(False)
        weight = linear.variance.sqrt()
        self.weight = weight / weight.mean()

    @torch.no_grad()
    def given(self, batch):
        """Inputs of the prior that all grids share, [B, ...]: hidden, style, bank, bank_weight, use_text, use_voice."""
        a = self.teacher
        style, bank, weights = (x[batch["group"]] for x in acoustic.voice_of(a, batch, BANK))
        hidden, _, _ = a.text(batch["symbols"], batch["stress"], style, batch["counts"])
        u = torch.rand(len(hidden))
        return hidden, style, bank, weights, (u > DROP).float(), (u < 1 - DROP).float()

    def __call__(self, batch):
        """(loss; how far the student and the teacher's own grids are from the teacher's mean, of it the average's and the spread's part, how far the states moved)."""
        frames, given = self.teacher.c.latent_frames, self.given(batch)
        grids = [laid(batch, later, frames) for later in LATER]
        lengths = batch["lengths"] - 1
        times = lambda n: [x.repeat(n, *[1] * (x.dim() - 1)) for x in given]
        hidden, *voice = times(len(LATER))
        with torch.no_grad():
            said, states = self.teacher.prior(hidden, *(torch.cat(x) for x in zip(*grids)), *voice, lengths.repeat(len(LATER)))
            said, states = said.float().chunk(len(LATER)), states.float().chunk(len(LATER))
            wide = [self.linear.decode(x) for x in said]
            mean = together(wide, lengths * frames)
            aims = [self.linear.encode(mean[:, later:later + wide[0].shape[1]]) for later in LATER]
        some = torch.randperm(len(LATER))[:LEARNT].tolist()
        pick = lambda x: torch.cat([x[i] for i in some])
        hidden, *voice = times(LEARNT)
        lengths = lengths.repeat(LEARNT)
        latents, cond = self.student(hidden, *(torch.cat(x) for x in zip(*(grids[i] for i in some))), *voice, lengths)
        keep = batches.counted(lengths, latents.shape[1])[..., None].float()
        off, colour, contrast = distances(latents.float(), pick(aims), keep, self.weight)
        own, _, _ = distances(pick(said), pick(aims), keep, self.weight)
        drift = ((cond.float() - pick(states)) ** 2 * keep).sum() / (keep.sum() * cond.shape[-1])
        return off + COLOUR * colour + CONTRAST * contrast + COND * drift, [float(x.detach()) for x in (off, own, colour, contrast, drift)]


def train(minutes, rate, keep):
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    model, state = acoustic.load()
    seed = int(time.time())
    torch.manual_seed(seed)
    draw = batches.Batches(batches.Config(speakers=3, frames=1500), model.c, seed=seed)
    lesson = Lesson(model, draw.codec)
    optimiser = torch.optim.AdamW(lesson.student.parameters(), rate, betas=(0.9, 0.98), weight_decay=0.0, fused=True)
    before = {k: v.clone() for k, v in model.prior.state_dict().items()}
    average = {k: v.clone() for k, v in before.items()}
    mixed, begin, step, seconds, sums = common.mixed("cpu"), time.time(), 0, 0.0, []
    saved = begin
    while True:
        left = 1 - (time.time() - begin) / (minutes * 60)
        optimiser.param_groups[0]["lr"] = rate * min(1, (step + 1) / 100) * (0.5 - 0.5 * math.cos(math.pi * max(0.0, min(1, left * 1.5))))
        batch = draw()
        if batch["lengths"].min() < 3:
            continue
        with mixed:
            loss, shown = lesson(batch)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        if math.isfinite(float(torch.nn.utils.clip_grad_norm_(lesson.student.parameters(), 1.0))):
            optimiser.step()
        step += 1
        with torch.no_grad():
            for k, v in lesson.student.state_dict().items():
                average[k].lerp_(v, 1 - min(0.998, (step + 1) / (step + 10)))
        seconds += float(batch["lengths"].sum()) * model.c.latent_frames / common.FRAMES_PER_SECOND
        sums.append(shown)
        if time.time() - saved > 120 or left <= 0:
            saved = time.time()
            weights = dict(state["average"]) | {"acoustic.prior." + k: torch.lerp(v, before[k], keep) for k, v in average.items()}
            common.save_checkpoint(PATH, {k: state[k] for k in ("step", "hours", "model")} | {"weights": weights, "average": weights})
            off, own, colour, contrast, drift = np.mean(sums, 0)
            print(f"{time.strftime('%H:%M')} step {step}, {seconds / 3600:.2f} h drawn, {seconds / (saved - begin):.0f} audio s a second: off the mean {off:.4f} "
                  f"(before {own:.4f}), average {colour:.5f}, spread {contrast:.5f}, states moved {drift:.3f}", flush=True)
            sums = []
            if left <= 0:
                return


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--minutes", type=float, default=130)
    p.add_argument("--rate", type=float, default=3e-4)
    p.add_argument("--keep", type=float, default=0.5, help="share of the weights as they were in what is written")
    a = p.parse_args()
    train(a.minutes, a.rate, a.keep)
