#!/usr/bin/env python3
"""Does a blend go evenly from one voice to the other, and does a voice stay itself in another one's prosody? SIM to both
along the path, by the evaluation kit.

    bench/blend.py --kit ../shared/eval --kit-python KIT/bin/python [--voices ls1737,ls32,ls7312,ls3664] [--sentences 3] [--prosody]
                   [--work FOLDER] [--keep]

Voices are made of the kit's 30 s prompts; every pair is blended at 0, 25, 50, 75 and 100 % and speaks four texts, in the
order of `bench/blend/main.go`. Each sound is compared with a recording of either parent that is not the prompt. Along the path SIM
to the first parent should fall and SIM to the second one rise. A step counts as against that when the mean of its texts goes
the wrong way by more than the noise of a mean (--noise, two standard errors between texts by default). A single sentence is
short for a speaker embedding: --sentences gives each text more of them.

With --prosody the shares are of the second voice's prosody, and the first voice should stay the more alike one.
"""
import argparse, csv, itertools, os, shutil, statistics, subprocess, sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
TEXTS = 4
SENTENCES = [  # the n-th one of every text, text after text
    "The morning train was late again, and nobody on the platform seemed to mind.",
    "He put the letter on the table and waited for her to read it.",
    "There are more books in this house than anybody could read in a lifetime.",
    "Rain had fallen all night, but the road to the village was open.",
    "A young man with a heavy bag asked me where the next bus would stop.",
    "She looked at the first line, smiled, and gave it back without a word.",
    "My father bought most of them at markets, and gave each a number.",
    "We left before six, with bread and cheese and two bottles of water.",
    "I told him the truth: there had been no bus here since last winter.",
    "How could a few old words change what both of them had known for years?",
    "If you want to borrow one, write your name on the paper by the door.",
    "By noon the clouds were gone, and we could see the sea from the hill.",
]
SHARES = [0, 25, 50, 75, 100]


def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--kit", default=ROOT.parent / "shared/eval", type=Path)
    p.add_argument("--kit-python", default=os.environ.get("KIT_PYTHON"))
    p.add_argument("--work", default=ROOT / ".cache/blends", type=Path)
    p.add_argument("--voices", default="ls1737,ls32,ls7312,ls3664")
    p.add_argument("--prompt", default=30, type=int, help="seconds of the prompts: 3, 10, 30 or 120")
    p.add_argument("--noise", default=2.0, type=float, help="standard errors that a step may go the wrong way")
    p.add_argument("--sentences", default=1, type=int, choices=range(1, len(SENTENCES) // TEXTS + 1), help="of every text")
    p.add_argument("--prosody", action="store_true", help="take the prosody of the second voice, not a part of its sound")
    p.add_argument("--keep", action="store_true", help="score the sound that is in --work already")
    a = p.parse_args()
    python = a.kit_python or sys.exit("Where is the kit's Python? Give --kit-python or set KIT_PYTHON.")
    kit, work, names = a.kit.resolve(), a.work.resolve(), a.voices.split(",")
    texts = [" ".join(SENTENCES[n:a.sentences * TEXTS:TEXTS]) for n in range(TEXTS)]
    if not a.keep:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        subprocess.run(["go", "run", "./bench/blend", *(["--prosody"] if a.prosody else []), "--out", work,
                        *itertools.chain(*(("--text", t) for t in texts)),
                        *(f"{n}={kit}/prompts/{n}-{a.prompt}.opus" for n in names)], cwd=ROOT, check=True)
    pairs = [(names[i], names[k]) for i in range(len(names)) for k in range(len(names) if a.prosody else i) if k != i]
    with open(work / "list.tsv", "w", encoding="utf-8") as f:
        print("id", "prompt_wav", "text", "spoken", "sim_wav", sep="\t", file=f)
        for one, two in pairs:
            for share in SHARES:
                for n in range(TEXTS):  # no words: only SIM counts
                    print(f"{one}-{two}-{share}-{n}", f"eval/prompts/{one}-ref.opus", "", "", f"eval/prompts/{two}-ref.opus", sep="\t", file=f)
    subprocess.run([python, kit / "score.py", "--list", work / "list.tsv", "--wavs", work, "--out", work / "scores.tsv", "--root", kit.parent],
                   check=True, stdout=subprocess.DEVNULL)
    scores = {r["id"]: r for r in read(work / "scores.tsv")}
    path = lambda key, one, two: [[float(scores[f"{one}-{two}-{s}-{n}"][key]) for n in range(TEXTS)] for s in SHARES]
    sims = {pair: (path("sim", *pair), path("sim_ref", *pair)) for pair in pairs}
    print("| pair | SIM to | " + " | ".join(f"{s} %" for s in SHARES) + " |\n|---|---|" + "---|" * len(SHARES))
    show = lambda name, to, path: print(f"| {name} | {to} | " + " | ".join(f"{statistics.mean(x):.3f}" for x in path) + " |")
    for (one, two), (first, second) in sims.items():
        show(f"{one}, {two}", one, first)
        show(f"{one}, {two}", two, second)
    for side, label in ((0, "the first"), (1, "the second")):
        show("all", label, [sum(x, []) for x in zip(*(s[side] for s in sims.values()))])
    if a.prosody:
        for k, share in enumerate(SHARES):
            other = sum(statistics.mean(second[k]) >= statistics.mean(first[k]) for first, second in sims.values())
            print(f"{share} % of the prosody: {other} of {len(pairs)} pairs sound as much like the second voice as like the first.")
        return
    steps = [(sign, before, after) for first, second in sims.values() for sign, path in ((-1, first), (1, second))
             for before, after in zip(path, path[1:])]
    back = wrong = 0
    for sign, before, after in steps:
        moves = [sign * (y - x) for x, y in zip(before, after)]  # the same text either side of the step
        back += statistics.mean(moves) < 0
        wrong += statistics.mean(moves) < -a.noise * statistics.stdev(moves) / len(moves) ** 0.5
    print(f"\n{back} of {len(steps)} steps go the wrong way, {wrong} by more than {a.noise:g} standard errors.")


if __name__ == "__main__":
    main()
