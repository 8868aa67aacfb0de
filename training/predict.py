"""Between stages 5 and 4: what the acoustic prior makes of every aligned clip, for the vocoder to learn to voice it.

    python -m training.predict

With the clip's own durations and the voice of its speaker's other clips, in that speaker's colour, with the contrast and the firm voicing that
synth/tuning.go gives. Writes `predicted.f16` beside each set's mel, float16
[sum frames, 101]: 100 log mel bands and voicing; zeros where nothing was predicted. A regression's mel is smoother than any
recording's; a vocoder that has only seen recordings takes it for noise.
"""
import os
import sys
import time

import numpy as np
import torch

from . import acoustic, batches, codec, common
from .model import centroids, pool

CONTRAST, FIRMER = 1.15, 0.2  # as in synth/tuning.go
SOUNDING = -3.0  # mean log mel below 8 kHz, as in synth/colour.go


def voice(model, clips, rng, windows=10):
    """Style tokens, bank and weights from windows of random clips."""
    chosen = [clips[i] for i in rng.integers(len(clips), size=windows)]
    logits, states = model.reference(torch.from_numpy(np.stack([c.window(rng, model.c.window, 1) for c in chosen])))
    logits, states = logits.reshape(1, -1, logits.shape[-1]), states.reshape(1, -1, states.shape[-1])
    keep = torch.ones(1, states.shape[1], dtype=torch.bool)
    return model.reference.style(pool(logits, states, keep)), *centroids(states, keep, model.c.bank)


def average(mel):
    """Mean of the frames of [F, 100] that sound, as synth/colour.go takes it."""
    sounding = mel[mel[:, :common.NARROW_BANDS].mean(1) > SOUNDING]
    return (sounding if len(sounding) else mel).astype(np.float32).mean(0)


@torch.no_grad()
def main(share=1.0):
    torch.set_num_threads(1)
    model, state = acoustic.load()
    decoder, rng, begin, seconds = codec.load(), np.random.default_rng(0), time.time(), 0.0
    draw = batches.Batches(batches.Config(longest=10 ** 9), model.c)
    one = torch.ones(1)
    for people in draw.sets:
        corpus = next(iter(people.values()))[0].corpus
        out = np.memmap(corpus.folder / "predicted.tmp", np.float16, "w+", shape=(len(corpus.f0_data), common.MELS + 1))
        for clips in people.values():
            timbre, said = voice(model, clips, rng), []
            for clip in clips:
                if rng.random() > share:
                    continue
                symbols, stress, _, index, place, _ = draw.item(clip, 1.0)
                t = lambda x: torch.from_numpy(np.asarray(x))[None]
                hidden, _, _ = model.text(t(symbols), t(stress), timbre[0])
                mean, _ = model.prior(hidden, t(index), t(place), *timbre, one, one)
                mel, _, voicing = codec.unstack(decoder.decode(mean)[0])
                n = min(len(mel), clip.row["frames"])
                said.append((clip.row["start"], mel[:n].numpy(), voicing[:n].numpy(), corpus.mel(clip.row)[:n]))
                seconds += n / common.FRAMES_PER_SECOND
            if said:
                own, real = (average(np.concatenate([s[k] for s in said])) for k in (1, 3))
                for a, mel, voicing, _ in said:
                    out[a:a + len(mel), :common.MELS] = real + CONTRAST * (mel - own)
                    out[a:a + len(mel), common.MELS] = np.clip(voicing + FIRMER * (voicing - 0.5), 0, 1)
        out.flush()
        os.replace(corpus.folder / "predicted.tmp", corpus.folder / "predicted.f16")
        print(f"{corpus.name}: {seconds / 3600:.1f} h at {seconds / (time.time() - begin):.0f} s a second, prior of step {state['step']}", flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
