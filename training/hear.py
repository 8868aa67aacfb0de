"""Between stages 2 and 5: words for recordings that came without a transcript, so that their speakers join the acoustic model.

    python -m training.hear [--check]

PocketSphinx (BSD; another recogniser than the evaluation kit's) guesses the words, the aligner of stage 2 lays them on the recording, and
runs of words that fit what is heard are kept as clips of their own: `index.heard.tsv` beside the set's index, with the same
features. A misheard word mostly sounds like the true one; `--check` tells how often the kept phones are those of the true
transcript, on librispeech.
"""
import argparse
import time

import numpy as np

from . import align, common
from . import align_path as ap
from .phonemes import BOUNDARIES, phonemise

SETS = ("oneshot",)
LEAST_WORD = -0.85  # mean log posterior of a word's frames beside the best phone's
LEAST_WORDS, LEAST_FRAMES = 3, 60  # of a run
CLEAR = 8  # frames of pause that a run may keep at its edges


class Listener:
    """PocketSphinx with its own model of US English."""

    def __init__(self):
        import pocketsphinx
        path = pocketsphinx.get_model_path
        self.decoder = pocketsphinx.Decoder(pocketsphinx.Config(hmm=path("en-us/en-us"), lm=path("en-us/en-us.lm.bin"),
                                                                dict=path("en-us/cmudict-en-us.dict"), loglevel="ERROR"))

    def __call__(self, wave):
        """The words heard in samples at 24 kHz."""
        import soxr
        pcm = (np.clip(soxr.resample(wave, common.RATE, 16000), -1, 1) * 32767).astype(np.int16)
        self.decoder.start_utt()
        self.decoder.process_raw(pcm.tobytes(), full_utt=True)
        self.decoder.end_utt()
        heard = self.decoder.hyp()
        return heard.hypstr if heard else ""


def runs(text, durations, scores):
    """Pieces of an aligned clip whose words all fit: (phoneme string, durations, first frame, frame after the last)."""
    symbols = ["^", *ap.marked(text), "$"]  # each phone with its stress mark
    assert len(symbols) == len(durations)
    spans, start = [], None  # of words: first symbol, symbol after the last
    for k, s in enumerate(symbols):
        phone = s not in BOUNDARIES and s not in "^$"
        if phone and start is None:
            start = k
        if not phone and start is not None:
            spans.append((start, k))
            start = None
    ends, out, first = np.cumsum(durations), [], 0
    good = [s > LEAST_WORD for s in scores] + [False]
    for k, ok in enumerate(good):
        if ok:
            continue
        if k - first >= LEAST_WORDS:
            a, b = spans[first][0], spans[k - 1][1]  # symbols a..b-1, and the boundary b after them
            lead, tail = min(CLEAR, int(durations[a - 1])), min(CLEAR, int(durations[b]))
            start = int(ends[a - 1]) - lead
            lengths = [lead, *durations[a:b], tail, 0]
            if sum(lengths) >= LEAST_FRAMES:
                out.append(("".join(symbols[a:b + 1]), lengths, start, start + sum(lengths)))
        first = k + 1
    return out


def hear(listener, aligner, corpus, row):
    """Runs of one clip."""
    phonemes = phonemise(listener(corpus.wave(row)))
    found = phonemes and aligner.align(corpus.mel(row), ap.split_words(phonemes))
    return runs(found[0], found[1], found[2]["words"]) if found else []


def hear_set(name):
    listener, aligner, corpus, out, begin = Listener(), align.load(), common.Corpus(name), [], time.time()
    for row in corpus.rows:
        for k, (text, durations, a, b) in enumerate(hear(listener, aligner, corpus, row)):
            out.append(row | {"id": f"{row['id']}-{k}", "start": row["start"] + a, "frames": b - a, "phonemes": text,
                              "durations": " ".join(map(str, durations))})
    common.write_tsv(corpus.folder / "index.heard.tsv", out, common.INDEX_COLUMNS)
    seconds = sum(r["frames"] for r in out) / common.FRAMES_PER_SECOND
    print(f"{name}: {len(out)} runs of {len({r['speaker'] for r in out})} speakers, {seconds / 60:.1f} of "
          f"{sum(r['frames'] for r in corpus.rows) / common.FRAMES_PER_SECOND / 60:.1f} minutes, {time.time() - begin:.0f} s", flush=True)


def check(clips=40):
    """Share of the frames of kept runs whose phone is the one that the true transcript puts there, within two frames."""
    listener, aligner, corpus = Listener(), align.load(), common.Corpus("librispeech")
    same = total = whole = 0
    for row in corpus.rows[3::max(1, len(corpus.rows) // clips)]:
        if not row["durations"]:
            continue
        symbols, durations = align.parse(row)
        truth = np.repeat(symbols, durations)
        whole += row["frames"]
        for text, lengths, a, b in hear(listener, aligner, corpus, row):
            mine = np.repeat(["^"] + [c for c in text if c not in ap.MARKS] + ["$"], lengths)
            near = np.zeros(len(mine), bool)
            for shift in range(-2, 3):
                at = np.clip(np.arange(a, b) + shift, 0, len(truth) - 1)
                near |= mine == truth[at]
            same, total = same + near.sum(), total + len(mine)
    print(f"librispeech as if it had no transcripts: {total / whole:.2f} of the frames kept, {same / max(1, total):.3f} of them with the true phone", flush=True)


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--check", action="store_true")
    if p.parse_args().check:
        check()
    else:
        for each in SETS:
            hear_set(each)
