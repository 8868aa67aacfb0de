"""Does the acoustic model speak as fast as people do? The lengths that it foresees beside those of recordings, summed over clips.

    python -m training.pace            # of acoustic/last.pt; --held-out: only clips that it has not learned from

The network learns logarithms, and outliers count little, so it foresees the typical length of a symbol. People now and then draw a sound out or
stop, and the mean of lengths lies above the typical one: `meanOverTypical` in synth/duration/natural.go is what is missing.
"""
import argparse

import torch

from . import acoustic, batches
from .model import Config as Model


def shares(model, name, held_out, rounds=12):
    """Foreseen over real length, summed: (of phones, of the quiet between them), or None where a set has no such clips."""
    draw = batches.Batches(batches.Config(shares={name: 1.0}, warp=0.0, longest=100_000, frames=2000), Model(), seed=1, test=held_out)
    if not draw.sets:
        return None
    losses = acoustic.Losses(acoustic.Config(), Model(), draw.codec.variance)
    losses.acoustic = model
    sums = torch.zeros(2, 2)
    for _ in range(rounds):
        batch = draw()
        style, _, _ = losses.voice(batch)
        _, foreseen, _ = model.text(batch["symbols"], batch["stress"], style[batch["group"]], batch["counts"])
        real = torch.arange(foreseen.shape[1])[None] < batch["counts"][:, None]
        phone = batch["symbols"] >= batches.PHONE
        for i, logs in enumerate((foreseen, batch["log_duration"])):
            n = logs.exp()
            quiet = torch.where(n < 2 * batches.TINY, (2 * (n - batches.TINY)).clamp(min=0), n)
            sums[0, i] += n.clamp(min=1)[phone & real].sum()
            sums[1, i] += quiet[~phone & real].sum()
    return (sums[:, 0] / sums[:, 1]).tolist()


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--held-out", action="store_true")
    held_out = p.parse_args().held_out
    torch.set_num_threads(1)
    torch.manual_seed(0)
    model, _ = acoustic.load()
    weights = batches.Config().shares
    total = weight = 0.0
    with torch.no_grad():
        for name, share in weights.items():
            if got := shares(model, name, held_out):
                print(f"{name}: phones {got[0]:.3f}, quiet {got[1]:.3f}")
                total, weight = total + share * got[0], weight + share
    print(f"phones, by the sets' shares of the training: {total / weight:.3f}")


if __name__ == "__main__":
    main()
