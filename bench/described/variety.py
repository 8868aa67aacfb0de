#!/usr/bin/env python3
"""How different are the voices that fit one description? SIM of the evaluation kit, of the sounds that `go run ./bench/described -wavs DIR` left.

    bench/described/variety.py DIR --kit-python KIT/bin/python [--kit ../shared/eval]

Prints for each wish the mean SIM of a voice with itself (its other sentence) and with the other voices of the same wish.
"""
import argparse, csv, itertools, os, statistics, subprocess, sys, tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("folder", type=Path)
    p.add_argument("--kit", default=ROOT.parent / "shared/eval", type=Path)
    p.add_argument("--kit-python", default=os.environ.get("KIT_PYTHON"))
    a = p.parse_args()
    python = a.kit_python or sys.exit("Where is the kit's Python? Give --kit-python or set KIT_PYTHON.")
    folder = a.folder.resolve()
    wishes = sorted({f.name.split("-")[0] for f in folder.glob("wish*-voice*-0.wav")})
    with tempfile.TemporaryDirectory() as work:
        work, rows = Path(work), []
        for wish in wishes:
            voices = sorted({f.name.rsplit("-", 1)[0] for f in folder.glob(f"{wish}-voice*-0.wav")})
            for one, two in itertools.combinations_with_replacement(voices, 2):
                name = f"{one}--{two}"
                (work / f"{name}.wav").symlink_to(folder / f"{one}-0.wav")
                rows.append([name, str(folder / f"{two}-1.wav"), "", "", ""])
        with open(work / "list.tsv", "w", encoding="utf-8") as f:
            f.writelines("\t".join(r) + "\n" for r in [["id", "prompt_wav", "text", "spoken", "sim_wav"], *rows])
        subprocess.run([python, a.kit / "score.py", "--list", work / "list.tsv", "--wavs", work, "--out", work / "scores.tsv", "--root", "/"],
                       check=True, stdout=subprocess.DEVNULL)
        with open(work / "scores.tsv", encoding="utf-8", newline="") as f:
            scores = {r["id"]: float(r["sim"]) for r in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE)}
    print("| wish | a voice with itself | with the others |\n|---|---|---|")
    for wish in wishes:
        same = [v for k, v in scores.items() if k.startswith(wish + "-") and len(set(k.split("--"))) == 1]
        other = [v for k, v in scores.items() if k.startswith(wish + "-") and len(set(k.split("--"))) == 2]
        print(f"| {wish} | {statistics.mean(same):.3f} | {statistics.mean(other):.3f} |")


if __name__ == "__main__":
    main()
