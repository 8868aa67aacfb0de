"""Stage 2: when each symbol sounds. Teacher clips teach a frame classifier over phones; it then aligns real speech.

    python -m training.align                 # run or resume: train, align every set that has text, report
    python -m training.align --sets lj       # align only these sets
    python -m training.align --adapt         # after that: one round on the real sets too, and align again
    python -m training.align --retrain       # forget the classifier first

The teacher's own boundaries run about 58 ms behind its audio and move in steps of 25 ms, so they only start the classifier; it then
re-aligns the teacher and is trained once more on that. Real sets get their `phonemes` and `durations` columns, empty where the
recording and its transcript do not agree; the teacher's re-aligned rows go to index.aligned.tsv beside its index.
"""
import argparse
import copy
import dataclasses
import time

import numpy as np
import torch

from . import align_path as ap
from . import common
from .align_net import Classifier, Config, frame_labels, normalise, parse, train, without_cut_consonants
from .phonemes import BOUNDARIES, PHONES, phonemise

SETS = ("lj", "librispeech", "speechocean", "teacher")
FOLDER = common.WORK / "align"
FIGURES = "phone starts of unseen teacher speakers: median error %.1f ms, over 50 ms %.3f, mean %.1f ms"


class Aligner:
    """A trained classifier with the class and duration priors it aligns by. Not safe for concurrent use."""

    def __init__(self, config, model, class_prior, duration_mean, duration_spread):
        self.config, self.model = config, model
        self.class_prior, self.mean, self.spread = class_prior, duration_mean, duration_spread

    def log_posterior(self, mel):
        """[T, classes] log probabilities."""
        with torch.inference_mode():
            return torch.log_softmax(self.model(torch.from_numpy(normalise(mel))[None])[0], 1).numpy()

    def duration_prior(self, shift):
        """[classes, LONGEST_PHONE + 1] log probability of a phone's frames, at a tempo `shift` nepers slower than usual."""
        d = np.log(np.arange(1, ap.LONGEST_PHONE + 1))
        z = (d - self.mean[:, None] - shift) / self.spread[:, None]
        return np.concatenate([np.full((ap.CLASSES, 1), -1e9), -0.5 * z * z - d], 1).astype(np.float32)

    def align(self, mel, words, pronounce=ap.variants):
        """(phoneme string, durations, figures) of a clip that says `words`, or None where it is too short for them."""
        posterior = self.log_posterior(mel)
        speech = posterior[:, ap.SILENCE] < np.log(0.5)
        usual = sum(np.exp(self.mean[PHONES.index(c) + 1]) for w, _ in words for c in w if c not in ap.MARKS)
        shift = float(np.clip(np.log(max(1, speech.sum()) / usual), -0.5, 0.7))
        scaled = self.config.acoustic_scale * (posterior - self.config.prior_scale * self.class_prior)
        graph = ap.build(words, pronounce=pronounce)
        found = ap.best_path(scaled, graph, self.duration_prior(shift))
        if found is None:
            return None
        path = found[0]
        chosen = np.concatenate([np.full(b - a, graph.classes[k]) for k, a, b in path])
        gap = posterior[np.arange(len(chosen)), chosen] - posterior.max(1)
        phones = [(a, b) for k, a, b in path if graph.words[k] is not None]
        by_word = {}
        for k, a, b in path:
            if graph.words[k] is not None:
                by_word.setdefault(graph.words[k][0], []).append(gap[a:b])
        text, durations = ap.symbols_of(path, graph, words)
        fit = [float(np.concatenate(g).mean()) for _, g in sorted(by_word.items())]
        figures = {"score": float(gap[chosen != ap.SILENCE].mean()), "worst_word": min(fit), "words": fit,
                   "short": float(np.mean([b - a <= ap.SHORTEST_PHONE for a, b in phones])), "shift": shift}
        return text, durations, figures


def priors(labels_of_clips, segments):
    """(log class prior, mean and spread of ln frames a class) from frame labels and (class, frames) of the phones."""
    counts = np.ones(ap.CLASSES) * 50
    for labels in labels_of_clips:
        counts += np.bincount(labels[labels >= 0], minlength=ap.CLASSES)
    mean, spread = np.full(ap.CLASSES, np.log(7.0)), np.full(ap.CLASSES, 0.5)
    everything = np.log([d for _, d in segments])
    for c in range(1, ap.CLASSES):
        own = np.log([d for k, d in segments if k == c] or [1])[:100000]
        n = sum(k == c for k, _ in segments)
        mean[c] = (own.sum() + 10 * everything.mean()) / (n + 10) if n else everything.mean()
        spread[c] = np.clip(own.std() if n > 20 else 0.5, 0.4, 0.65)
    return np.log(counts / counts.sum()).astype(np.float32), mean, spread


def starts(symbols, durations):
    """Start frames of the phones of an aligned row."""
    at = np.cumsum([0] + list(durations[:-1]))
    return np.array([a for a, s in zip(at, symbols) if s not in BOUNDARIES])


def exact(word, following=""):
    """The only pronunciation the teacher was given."""
    return [word]


def boundary_error(aligner, corpus, rows, late):
    """(median, share over 50 ms, mean signed error) in ms of phone starts against the teacher's, moved earlier by `late` frames."""
    errors = []
    for row in rows:
        symbols, durations = parse(row)
        found = aligner.align(corpus.mel(row), ap.split_words(row["phonemes"]), exact)
        if found:
            mine = starts(["^"] + [c for c in found[0] if c not in ap.MARKS] + ["$"], found[1])
            errors.append((mine - (starts(symbols, durations) - late))[1:])
    ms = np.concatenate(errors) * 1000 / common.FRAMES_PER_SECOND
    return float(np.median(abs(ms))), float((abs(ms) > 50).mean()), float(ms.mean())


def squeezed(aligner, corpus, rows):
    """Share of phones at the minimum length, kept or not."""
    found = [aligner.align(corpus.mel(r), ap.split_words(p)) for r in rows if (p := phonemise(r["text"]))]
    return float(np.mean([f[2]["short"] for f in found if f]))


def learn(config, log):
    """Train on the teacher, re-align it, train on that. Returns the aligner; writes the teacher's re-aligned index."""
    rng = np.random.default_rng(config.seed)
    torch.manual_seed(config.seed)
    corpus = common.Corpus("teacher")
    speakers = sorted({r["speaker"] for r in corpus.rows})
    unseen = set(speakers[::config.held_out])
    held = [r for r in corpus.rows if r["speaker"] in unseen][:150]
    seen = [r for r in corpus.rows if r["speaker"] not in unseen]
    log(f"teacher: {len(seen)} clips, {sum(r['frames'] for r in seen) / common.FRAMES_PER_SECOND / 60:.0f} minutes; "
        f"{len(held)} clips of {len(unseen)} unseen speakers held out")
    model = Classifier(config)
    aligner, table, late = None, {r["id"]: (r["phonemes"], r["durations"]) for r in seen}, config.late
    for minutes in (config.first_minutes, config.second_minutes):
        clips, segments = [], []
        for r in seen:
            if r["id"] not in table:
                continue
            mel = corpus.mel(r)
            symbols, durations = parse(r | dict(zip(("phonemes", "durations"), table[r["id"]])))
            clips.append((mel, frame_labels(symbols, durations, mel if aligner is None else None, late)))
            segments += [(PHONES.index(s) + 1, max(1, d)) for k, (s, d) in enumerate(zip(symbols, durations))
                         if s not in BOUNDARIES and (aligner is not None or symbols[k + 1] in PHONES)]
        train(config, model, clips, minutes, rng, log)
        aligner = Aligner(config, model, *priors([l for _, l in clips], segments))
        log(FIGURES % boundary_error(aligner, corpus, held, config.measured_late))
        late, table = 0, {}
        for r in seen:
            found = aligner.align(corpus.mel(r), ap.split_words(r["phonemes"]), exact)
            if found and found[2]["score"] > -1.2:
                table[r["id"]] = found[0], " ".join(map(str, found[1]))
    return aligner


def adapt(aligner, log, least=-1.15):
    """One round on real speech whose alignment scored well, half of the draws still teacher clips; kept only if the
    teacher's boundaries are found as well as before and fewer real phones sit at the minimum length. Needs the aligned sets."""
    config, rng = aligner.config, np.random.default_rng(aligner.config.seed + 1)
    torch.manual_seed(config.seed + 1)
    clips, weights, segments = [], [], []
    teacher = common.Corpus("teacher", "index.aligned.tsv")
    speakers = sorted({r["speaker"] for r in teacher.rows})
    unseen = set(speakers[::config.held_out])
    for corpus, share in ((teacher, 0.5), (common.Corpus("librispeech"), 0.4), (common.Corpus("lj"), 0.1)):
        rows = [r for r in corpus.rows if r["durations"]]
        if corpus is teacher:
            rows = [r for r in rows if r["speaker"] not in unseen]
        else:
            scores = {f["id"]: float(f["score"]) for f in common.read_tsv(FOLDER / f"{corpus.name}.tsv")}
            rows = [r for r in rows if scores.get(r["id"], -9) > least]
        total = sum(r["frames"] for r in rows)
        for r in rows:
            symbols, durations = parse(r)
            mel = corpus.mel(r)
            clips.append((mel, without_cut_consonants(symbols, durations, mel)))
            weights.append(share * r["frames"] / total)
            segments += [(PHONES.index(s) + 1, max(1, d)) for s, d in zip(symbols, durations) if s not in BOUNDARIES]
        log(f"adapt: {len(rows)} clips of {corpus.name}, {total / common.FRAMES_PER_SECOND / 60:.0f} minutes")
    held = [r for r in common.Corpus("teacher").rows if r["speaker"] in unseen][:150]
    spoken = common.Corpus("librispeech")
    sample = spoken.rows[::max(1, len(spoken.rows) // 60)]
    before = boundary_error(aligner, teacher, held, config.measured_late), squeezed(aligner, spoken, sample)
    train(config, model := copy.deepcopy(aligner.model), clips, config.adapt_minutes, rng, log, config.rate / 2, weights)
    adapted = Aligner(config, model, *priors([l for _, l in clips], segments))
    after = boundary_error(adapted, teacher, held, config.measured_late), squeezed(adapted, spoken, sample)
    for name, (error, short) in (("before", before), ("after", after)):
        log(f"adapt: {name}, {FIGURES % error}; {short:.4f} of the phones of {len(sample)} librispeech clips at the minimum length")
    if after[0][0] > before[0][0] + 1 or after[0][1] > before[0][1] or after[1] > before[1]:
        log("adapt: worse, left out")
        return aligner
    return adapted


def save(aligner):
    common.save_checkpoint(FOLDER / "last.pt", {"config": dataclasses.asdict(aligner.config), "model": aligner.model.state_dict(),
                                                "priors": (aligner.class_prior, aligner.mean, aligner.spread)})


def load():
    state = torch.load(FOLDER / "last.pt", weights_only=False)
    config = Config(width=state["config"]["width"])
    model = Classifier(config)
    model.load_state_dict(state["model"])
    return Aligner(config, model.eval(), *state["priors"])


# ---- sets ----
def punctuate(text, durations):
    """Marks for a transcript without any: a pause of 0.12 s is a comma, of 0.45 s a full stop if enough words stand on both sides."""
    symbols, out, k = [c for c in text if c not in ap.MARKS], [], 0
    spaces = [i for i, c in enumerate(symbols) if c in BOUNDARIES]
    last = 0
    for c in text:
        if c in ap.MARKS:
            out.append(c)
            continue
        if c == " ":
            pause = durations[k + 1] / common.FRAMES_PER_SECOND
            words_before, words_after = spaces.index(k) - last, len(spaces) - 1 - spaces.index(k)
            if pause >= 0.45 and words_before >= 4 and words_after >= 3:
                c, last = ".", spaces.index(k)
            elif pause >= 0.12:
                c = ","
        out.append(c)
        k += 1
    return "".join(out)


def align_teacher(aligner, log):
    """Write teacher/index.aligned.tsv: the teacher's rows with boundaries where they are heard; a clip that scores low keeps the
    teacher's, moved earlier."""
    corpus, begin, kept = common.Corpus("teacher"), time.time(), 0
    for row in corpus.rows:
        found = aligner.align(corpus.mel(row), ap.split_words(row["phonemes"]), exact)
        if found and found[2]["score"] > -1.2 and len(found[1]) == len(row["durations"].split()):
            durations, kept = found[1], kept + 1
        else:
            ends = np.cumsum([int(d) for d in row["durations"].split()])
            ends[:-1] = np.maximum(ends[:-1] - aligner.config.late, 0)
            durations = np.diff(ends, prepend=0)
        row["durations"] = " ".join(map(str, durations))
    common.write_tsv(corpus.folder / "index.aligned.tsv", corpus.rows, common.INDEX_COLUMNS)
    log(f"teacher: {kept} of {len(corpus.rows)} clips re-aligned, {time.time() - begin:.0f} s")


def align_set(aligner, name, log, index="index.tsv", output=None):
    """Fill the phonemes and durations of a set's index; empty where the alignment is not to be trusted."""
    config, corpus = aligner.config, common.Corpus(name, index)
    begin, results, reasons = time.time(), [], {"not readable": 0, "too short": 0, "score": 0, "minimum length": 0}
    figures = []
    for row in corpus.rows:
        row["phonemes"] = row["durations"] = ""
        phonemes = phonemise(row["text"]) if row["text"] else None
        if not phonemes:
            reasons["not readable"] += bool(row["text"])
            continue
        found = aligner.align(corpus.mel(row), ap.split_words(phonemes))
        if found is None:
            reasons["too short"] += 1
            continue
        text, durations, f = found
        figures.append(f | {"id": row["id"]})
        if f["score"] < config.least_score[name] or f["worst_word"] < config.worst_word[name]:
            reasons["score"] += 1
        elif f["short"] > config.most_short:
            reasons["minimum length"] += 1
        else:
            row["phonemes"] = text if name == "lj" else punctuate(text, durations)
            row["durations"] = " ".join(map(str, durations))
            results.append(f)
    common.write_tsv(corpus.folder / (output or index), corpus.rows, common.INDEX_COLUMNS)
    common.write_tsv(FOLDER / f"{name}.tsv", figures, ["id", "score", "worst_word", "short", "shift"])
    mean = lambda key, rows: np.mean([r[key] for r in rows]) if rows else float("nan")
    kept = sum(r["frames"] for r in corpus.rows if r["durations"])
    log(f"{name}: kept {len(results)} of {len(corpus.rows)} clips ({kept / common.FRAMES_PER_SECOND / 3600:.2f} h), left out {reasons}; "
        f"of the kept, {mean('short', results):.3f} of phones at the minimum length, score {mean('score', results):.3f} "
        f"(all {mean('score', figures):.3f}); {time.time() - begin:.0f} s")


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--sets", nargs="*", default=SETS)
    p.add_argument("--retrain", action="store_true")
    p.add_argument("--adapt", action="store_true", help="train a round on the aligned real sets before aligning")
    p.add_argument("--output", help="file name for the aligned index (default: replace index.tsv)")
    p.add_argument("--minutes", type=float, help="processor minutes of the first training (default: 2.5)")
    a = p.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)

    def log(line):
        print(line, flush=True)
        with open(FOLDER / "log.txt", "a", encoding="utf-8") as f:
            f.write(time.strftime("%Y-%m-%dT%H:%M:%S ") + line + "\n")

    config = Config()
    if a.minutes:
        config.first_minutes, config.second_minutes = a.minutes * 0.4, a.minutes * 0.6
    torch.set_num_threads(config.threads)
    if a.retrain or not (FOLDER / "last.pt").exists():
        save(learn(config, log))
    aligner = load()
    if a.adapt:
        aligner = adapt(aligner, log)
        save(aligner)
    for name in a.sets:
        if name == "teacher":
            align_teacher(aligner, log)
            continue
        align_set(aligner, name, log, output=a.output)


if __name__ == "__main__":
    main()
