#!/usr/bin/env python3
"""Does a blend go evenly from one voice to the other? SIM to both parents along the path, by the evaluation kit.

    bench/blend.py --kit ../shared/eval --kit-python KIT/bin/python [--voices ls1737,ls32,ls7312,ls3664] [--work FOLDER] [--keep]

Voices are made of the kit's 30 s prompts; every pair is blended at 0, 25, 50, 75 and 100 % and speaks a few sentences, in the
order of `bench/blend/main.go`. Each sound is compared with a recording of either parent that is not the prompt. Along the path SIM
to the first parent should fall and SIM to the second one rise. A step counts as against that when the mean of its sentences goes
the wrong way by more than the noise of a mean (--noise, two standard errors between sentences by default).
"""
import argparse, csv, itertools, os, shutil, statistics, subprocess, sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
TEXTS = [
    "The morning train was late again, and nobody on the platform seemed to mind.",
    "He put the letter on the table and waited for her to read it.",
    "There are more books in this house than anybody could read in a lifetime.",
    "Rain had fallen all night, but the road to the village was open.",
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
    p.add_argument("--keep", action="store_true", help="score the sound that is in --work already")
    a = p.parse_args()
    python = a.kit_python or sys.exit("Where is the kit's Python? Give --kit-python or set KIT_PYTHON.")
    kit, work, names = a.kit.resolve(), a.work.resolve(), a.voices.split(",")
    if not a.keep:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        subprocess.run(["go", "run", "./bench/blend", "--out", work, *itertools.chain(*(("--text", t) for t in TEXTS)),
                        *(f"{n}={kit}/prompts/{n}-{a.prompt}.opus" for n in names)], cwd=ROOT, check=True)
    pairs = [(names[i], names[k]) for i in range(len(names)) for k in range(i)]
    with open(work / "list.tsv", "w", encoding="utf-8") as f:
        print("id", "prompt_wav", "text", "spoken", "sim_wav", sep="\t", file=f)
        for one, two in pairs:
            for share in SHARES:
                for n in range(len(TEXTS)):  # no words: only SIM counts
                    print(f"{one}-{two}-{share}-{n}", f"eval/prompts/{one}-ref.opus", "", "", f"eval/prompts/{two}-ref.opus", sep="\t", file=f)
    subprocess.run([python, kit / "score.py", "--list", work / "list.tsv", "--wavs", work, "--out", work / "scores.tsv", "--root", kit.parent],
                   check=True, stdout=subprocess.DEVNULL)
    scores = {r["id"]: r for r in read(work / "scores.tsv")}
    wrong = steps = 0
    print("| pair | SIM to | " + " | ".join(f"{s} %" for s in SHARES) + " | largest step back |\n|---|---|" + "---|" * (len(SHARES) + 1))
    means = {}
    for one, two in pairs:
        for parent, key, sign in ((one, "sim", -1), (two, "sim_ref", 1)):
            path = [[float(scores[f"{one}-{two}-{s}-{n}"][key]) for n in range(len(TEXTS))] for s in SHARES]
            back = 0.0
            for before, after in zip(path, path[1:]):
                moves = [sign * (y - x) for x, y in zip(before, after)]  # the same sentence either side of the step
                error = statistics.stdev(moves) / len(moves) ** 0.5
                steps += 1
                wrong += statistics.mean(moves) < -a.noise * error
                back = max(back, -statistics.mean(moves))
            for s, x in zip(SHARES, path):
                means.setdefault((sign, s), []).append(statistics.mean(x))
            print(f"| {one}, {two} | {parent} | " + " | ".join(f"{statistics.mean(x):.3f}" for x in path) + f" | {back:.3f} |")
    for sign, label in ((-1, "first"), (1, "second")):
        print(f"| all | {label} | " + " | ".join(f"{statistics.mean(means[sign, s]):.3f}" for s in SHARES) + " | |")
    print(f"\n{wrong} of {steps} steps go the wrong way by more than {a.noise:g} standard errors.")


if __name__ == "__main__":
    main()
