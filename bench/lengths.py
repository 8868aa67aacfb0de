#!/usr/bin/env python3
"""Does more of a reference bring more of the voice? SIM to a recording that is not in the reference, by the length of the reference.

    $KIT_PYTHON bench/lengths.py [--kit ../shared/eval] [--work FOLDER] && go run ./bench/curve

Every speaker's recordings are put one behind the other, cut at each length, made into a voice and spoken with: the kit's four speakers whom
the model has never heard, as far as their recordings reach, and the four of the training set with the most (there is no hour of anybody:
the longest has 41 minutes). What is also in the recording compared with is left out of the reference. Runs in the kit's environment (numpy,
soundfile); writes bench/lengths.tsv, which bench/curve draws. The interval is the kit's, over the items of a length.
"""
import argparse, csv, json, shutil, subprocess, sys
from pathlib import Path

import numpy as np
import soundfile

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
UNHEARD, HEARD = ["ls1737", "ls32", "ls7312", "ls3664"], ["lj", "ls19", "ls26", "ls7367"]
LENGTHS = [3, 10, 30, 120, 600]  # seconds; then all there is
TEXTS = [
    "The morning train was late again, and nobody on the platform seemed to mind.",
    "He put the letter on the table and waited for her to read it.",
    "There are more books in this house than anybody could read in a lifetime.",
    "Rain had fallen all night, but the road to the village was open.",
    "She laughed, shook her head and walked back to the garden without a word.",
    "What they found behind the old wall was a small iron box with no key.",
]


def heard_in(clip, whole):
    """Whether a second of the clip is in the whole: normalised cross-correlation, as the codec leaves it alike."""
    part = clip[len(clip) // 3:][:16000]
    n = 1 << (len(whole) + len(part)).bit_length()
    product = np.fft.irfft(np.fft.rfft(whole, n) * np.conj(np.fft.rfft(part, n)), n)[:len(whole)]
    return np.abs(product).max() > 0.4 * (part ** 2).sum()


def recordings(speech, kit, speaker, rows):
    """(the speaker's samples for references, recording to compare with, rate)."""
    read = lambda row: soundfile.read(speech / row["path"], dtype="float32")
    own = [r for r in rows if r["speaker"] == speaker]
    rate = soundfile.info(speech / own[0]["path"]).samplerate
    if speaker in UNHEARD:
        compare, at = soundfile.read(kit / "prompts" / f"{speaker}-ref.opus", dtype="float32")
        assert at == rate
        clips = [c for c in (read(r)[0] for r in own) if not heard_in(c, compare)]
    else:
        clips = [read(r)[0] for r in own]
        held = []
        while sum(map(len, held)) < 40 * rate:
            held.append(clips.pop())
        compare = np.concatenate(held)[:40 * rate]
    order = np.random.default_rng(1).permutation(len(clips))  # chapters differ in sound: each length gets a mixture
    return np.concatenate([clips[i] for i in order]), compare, rate


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--kit", default=ROOT.parent / "shared/eval", type=Path)
    p.add_argument("--program", default=ROOT / ".cache/bin/voicewright", type=Path)
    p.add_argument("--work", default=ROOT / ".cache/lengths", type=Path)
    a = p.parse_args()
    kit, work = a.kit.resolve(), a.work.resolve()
    sys.path.insert(0, str(kit))
    from score import read_scores, summarise
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    rows = list(csv.DictReader(open(kit.parent / "speech/manifest.tsv", encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE))
    items, about = [], {}
    for speaker in UNHEARD + HEARD:
        samples, compare, rate = recordings(kit.parent / "speech", kit, speaker, rows)
        soundfile.write(work / f"{speaker}-ref.wav", compare, rate)
        lengths = [n for n in LENGTHS if n * rate <= len(samples)]
        for length in lengths + ["all"] * (len(samples) > 1.4 * lengths[-1] * rate):
            cut = samples if length == "all" else samples[:length * rate]
            name = f"{speaker}-{length}"
            soundfile.write(work / f"{name}.wav", cut, rate)
            subprocess.run([a.program, "prompts", "encode", work / f"{name}.wav", "--out", work / f"{name}.voice"], check=True, stdout=subprocess.DEVNULL)
            for n, text in enumerate(TEXTS):
                about[f"{name}-{n}"] = speaker, length, len(cut) / rate
                items.append({"id": f"{name}-{n}", "voice": str(work / f"{name}.voice"), "text": text, "spoken": "",
                              "sim_wav": str(work / f"{speaker}-ref.wav")})
    def write(path, rows, *names):
        with open(path, "w", encoding="utf-8") as f:
            f.writelines("\t".join(row) + "\n" for row in [names] + [[r[k] for k in names] for r in rows])
    write(work / "say.tsv", items, "id", "voice", "text")
    write(work / "list.tsv", [i | {"prompt_wav": "", "text": ""} for i in items], "id", "prompt_wav", "text", "spoken", "sim_wav")  # no words: only SIM counts
    subprocess.run([a.program, "batch", work / "say.tsv", "--out", work / "sound"], check=True)
    subprocess.run([sys.executable, kit / "score.py", "--list", work / "list.tsv", "--wavs", work / "sound", "--out", work / "scores.tsv",
                    "--root", kit.parent], check=True, stdout=subprocess.DEVNULL)
    scored = read_scores(work / "scores.tsv")
    told = subprocess.run([a.program, "doctor", "--json", "--no-speech"], stdout=subprocess.PIPE, text=True).stdout
    model, table = json.loads(told)["model"]["hash"][:12], []
    for group, people in (("unheard", UNHEARD), ("heard", HEARD)):
        for length in [*LENGTHS, "all"]:
            part = [r for r in scored if about[r["id"]][:2] in [(speaker, length) for speaker in people]]
            if len({about[r["id"]][0] for r in part}) < len(people):
                continue  # a mean over other people is another figure
            n, mean, _, low, high = summarise(part)["sim_ref"]
            table.append(dict(group=group, reference=str(length), seconds=f"{np.mean([about[r['id']][2] for r in part]):.0f}", items=str(n),
                              sim=f"{mean:.3f}", low=f"{low:.3f}", high=f"{high:.3f}", model=model))
            print(*table[-1].values(), flush=True)
    write(HERE / "lengths.tsv", table, *table[0])


if __name__ == "__main__":
    main()
