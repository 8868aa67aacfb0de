"""Between stages 2 and 5: words for recordings that came without a transcript, so that their speakers join the acoustic model, and of those whose
transcript does not fit as a whole the words that do.

    python -m training.hear [--check]

Moonshine (MIT; another recogniser than the evaluation kit's) hears the words, the aligner of stage 2 lays them on the recording, and
runs of words that fit what is heard are kept as clips of their own: `index.heard.tsv` beside the set's index, with the same
features. `--check` tells how often the kept phones are those of the true transcript, on librispeech.
"""
import argparse
import time

import numpy as np

from . import align, common
from . import align_path as ap
from .phonemes import BOUNDARIES, phonemise

SETS = ("oneshot", "speechocean")
LEAST_WORD = -2.2  # mean log posterior of a word's frames beside the best phone's
LEAST_WORDS, LEAST_FRAMES = 3, 60  # of a run
LONGEST_FRAMES = 420  # of a piece: who has a single clip needs others to be their reference
CLEAR = 8  # frames of pause that a run may keep at its edges


class Recogniser:
    """Moonshine tiny (Jeffries et al. 2024), as its package brings it."""

    def __init__(self):
        from moonshine_voice import ModelArch, Transcriber, get_model_path
        # Its voice activity detector would cut the clips, which are short and full of speech, and make words of the rests.
        self.model = Transcriber(str(get_model_path("tiny-en")), ModelArch.TINY, options={"vad_threshold": "0.0", "vad_max_segment_duration": "40"})

    def __call__(self, wave):
        """The words heard in samples at 24 kHz, with capitals and punctuation."""
        import soxr
        samples = soxr.resample(np.asarray(wave, np.float32), common.RATE, 16000)
        return " ".join(line.text for line in self.model.transcribe_without_streaming(samples.tolist(), 16000).lines)


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
    ends = np.cumsum(durations)

    def pieces(words):
        """Halves of halves, cut at the longest pause that leaves a third on both sides, none longer than LONGEST_FRAMES."""
        a, b = words[0][0], words[-1][1]  # symbols a..b-1, and the boundary b after them
        lead, tail = min(CLEAR, int(durations[a - 1])), min(CLEAR, int(durations[b]))
        start = int(ends[a - 1]) - lead
        lengths = [lead, *durations[a:b], tail, 0]
        if len(words) < LEAST_WORDS or sum(lengths) < LEAST_FRAMES:
            return []
        if sum(lengths) > LONGEST_FRAMES:
            third = sum(lengths) / 3
            middle = [k for k, (_, end) in enumerate(words) if third < ends[end - 1] - start < 2 * third]
            if middle:
                cut = 1 + max(middle, key=lambda k: durations[words[k][1]])
                return pieces(words[:cut]) + pieces(words[cut:])
        return [("".join(symbols[a:b + 1]), lengths, start, start + sum(lengths))]

    out, first = [], 0
    for k, score in enumerate([*scores, -np.inf]):
        if score <= LEAST_WORD:
            if k > first:
                out += pieces(spans[first:k])
            first = k + 1
    return out


def hear(recogniser, aligner, corpus, row):
    """Runs of one clip. recogniser: None where the transcript is known."""
    phonemes = phonemise(recogniser(corpus.wave(row)) if recogniser else row["text"])
    found = phonemes and aligner.align(corpus.mel(row), ap.split_words(phonemes))
    return runs(found[0], found[1], found[2]["words"]) if found else []


def hear_set(name):
    recogniser, aligner, corpus, out, begin = Recogniser(), align.load(), common.Corpus(name), [], time.time()
    for row in corpus.rows:
        if row["durations"]:  # stage 2 took it as it is
            out.append(row)
            continue
        for k, (text, durations, a, b) in enumerate(hear(None if row["text"] else recogniser, aligner, corpus, row)):
            out.append(row | {"id": f"{row['id']}-{k}", "start": row["start"] + a, "frames": b - a, "phonemes": align.punctuate(text, durations),
                              "durations": " ".join(map(str, durations))})
    common.write_tsv(corpus.folder / "index.heard.tsv", out, common.INDEX_COLUMNS)
    minutes = lambda rows: sum(r["frames"] for r in rows) / common.FRAMES_PER_SECOND / 60
    print(f"{name}: {len(out)} clips of {len({r['speaker'] for r in out})} speakers, {minutes(out):.1f} of {minutes(corpus.rows):.1f} minutes, "
          f"{time.time() - begin:.0f} s", flush=True)


def check(clips=40):
    """Share of the frames of kept runs whose phone is the one that the true transcript puts there, within two frames."""
    recogniser, aligner, corpus = Recogniser(), align.load(), common.Corpus("librispeech")
    plain = lambda symbols: np.array([" " if s in BOUNDARIES or s in "^$" else s for s in symbols])  # a pause is a pause
    same = total = whole = 0
    for row in corpus.rows[3::max(1, len(corpus.rows) // clips)]:
        if not row["durations"]:
            continue
        symbols, durations = align.parse(row)
        truth = np.repeat(plain(symbols), durations)
        whole += row["frames"]
        for text, lengths, a, b in hear(recogniser, aligner, corpus, row):
            mine = np.repeat(plain(["^"] + [c for c in text if c not in ap.MARKS] + ["$"]), lengths)
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
