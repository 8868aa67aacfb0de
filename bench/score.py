#!/usr/bin/env python3
"""Speak the evaluation lists with the built program, let the kit score them, and add the rows to SCORES.md.

    bench/score.py --kit ../shared/eval --kit-python KIT/bin/python [--what engine,shuffled,real,teacher] [--lists zeroshot,long,short,hard]

  engine    the lists spoken by `voicewright batch`; beside the kit's there is `other`: 150 more sentences of LJSpeech in the voices of zeroshot (other.tsv)
  shuffled  the same sound of zeroshot scored against the prompts of other speakers: what SIM a wrong voice gets
  real      recordings of the four long speakers (real.tsv), the same against other speakers' prompts, and the words of zeroshot as read in LJSpeech
  teacher   Kokoro-82M (kokoro.py) reading zeroshot from the phonemes of `voicewright phonemes`; its SIM means nothing, it has voices of its own

Only the standard library is needed here; the kit, torch and the teacher live in the environment of --kit-python (or $KIT_PYTHON).
--dry prints the rows without touching SCORES.md. Everything made on the way stays in --work, and sound that is there
already is spoken again unless --keep is given.
"""
import argparse, csv, datetime, json, os, shutil, subprocess, sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SCORES = HERE / "SCORES.md"
LISTS = ["zeroshot", "long", "short", "hard"]

# Runs inside the kit's environment: one summary a group of items, as JSON.
SUMMARISE = """
import json, sys
sys.path.insert(0, sys.argv[1])
from score import read_scores, summarise
rows = read_scores(sys.argv[2])
groups = json.loads(sys.argv[3])
out = {}
for name, ids in groups.items():
    part = [r for r in rows if ids is None or r["id"] in set(ids)]
    out[name] = {"items": len(part), "missing": sum(r["missing"] for r in part)} | {k: [float(x) for x in v] for k, v in summarise(part).items()}
print(json.dumps(out))
"""


def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


def write(path, rows):
    with open(path, "w", encoding="utf-8") as f:
        f.write("\t".join(rows[0]) + "\n")
        f.writelines("\t".join(r.values()) + "\n" for r in rows)


def speaker(row):
    """Who speaks the prompt: the prompt file's name up to its first dash, which is how the kit names them."""
    return Path(row["prompt_wav"]).name.split("-")[0]


def shuffled(rows):
    """The rows with prompts of other speakers: shifted by half the list, then on to the next that is a stranger. No words: only SIM counts."""
    out = []
    for i, row in enumerate(rows):
        other = next(rows[(i + len(rows) // 2 + k) % len(rows)] for k in range(len(rows))
                     if speaker(rows[(i + len(rows) // 2 + k) % len(rows)]) != speaker(row))
        out.append(row | {"prompt_wav": other["prompt_wav"], "text": "", "spoken": "", "sim_wav": ""})
    return out


class Bench:
    def __init__(self, a):
        self.a, self.kit, self.root = a, Path(a.kit).resolve(), Path(a.kit).resolve().parent
        self.work = Path(a.work).resolve()
        self.work.mkdir(parents=True, exist_ok=True)
        self.python = a.kit_python or sys.exit("Where is the kit's Python? Give --kit-python or set KIT_PYTHON.")
        self.rows = []

    def run(self, *command, **more):
        return subprocess.run([str(c) for c in command], check=True, **more)

    def program(self, *args):
        return self.run(self.a.program, *args, stdout=subprocess.PIPE, text=True).stdout

    def model(self):
        # doctor fails where anything is missing, such as the built-in voices; the lists need none of these.
        told = subprocess.run([self.a.program, "doctor", "--json", "--no-speech"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        return json.loads(told.stdout)["model"]["hash"][:12] or sys.exit("The program has no model; see `voicewright doctor`.")

    def list(self, name):
        return HERE / "other.tsv" if name == "other" else self.kit / f"{name}.tsv"

    def speak(self, name):
        wavs = self.work / f"{name}-{self.model()}"
        if not (self.a.keep and wavs.is_dir()):
            shutil.rmtree(wavs, ignore_errors=True)  # sound of an earlier run must not stand in for a row that fails now
            # A row that fails is scored as missing, so the exit code is no reason to stop.
            subprocess.run([self.a.program, "batch", self.list(name), "--out", wavs, "--root", self.root, *self.a.option])
        return wavs

    def score(self, label, model, items, wavs=None, groups=None):
        """Scores items and adds one row a group ({label: ids}, or one group of all)."""
        listed, out = self.work / "list.tsv", self.work / f"{label.replace(' ', '-').replace(',', '')}-{model}.scores.tsv"
        write(listed, items)
        more = ["--wavs", wavs] if wavs else []
        self.run(self.python, self.kit / "score.py", "--list", listed, "--out", out, "--root", self.root, *more, stdout=subprocess.DEVNULL)
        got = self.run(self.python, "-c", SUMMARISE, self.kit, out, json.dumps(groups or {label: None}), stdout=subprocess.PIPE, text=True).stdout
        for name, s in json.loads(got).items():
            self.add(name, model, s)

    def add(self, label, model, s):
        def show(key, digits, scale=1.0, interval=True):
            if key not in s:
                return ""
            n, mean, median, low, high = (v * scale for v in s[key])
            return f"{mean:.{digits}f}" + (f" ({low:.{digits}f}..{high:.{digits}f})" if interval and low == low else "")
        today = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M")
        row = [today, model, label, s["items"], s["missing"], show("WER", 1, 100), show("catastrophic", 0, 100, False), show("sim", 3),
               show("sim_ref", 3), show("ovrl", 2), show("f0_shift", 1, 1, False), show("rate", 2, 1, False)]
        self.rows.append("| " + " | ".join(str(c) for c in row) + " |")
        print(self.rows[-1], flush=True)

    def engine(self):
        model = self.model()
        for name in self.a.lists.split(","):
            items, groups = read(self.list(name)), None
            if name == "long":  # ids are speaker-seconds-number: one row a length of prompt
                groups = {f"{name}, {s} s of prompt": [r["id"] for r in items if r["id"].split("-")[1] == s] for s in ("3", "10", "30", "120")}
            self.score(name, model, items, self.speak(name), groups)

    def shuffled(self):
        wavs = self.work / f"zeroshot-{self.model()}"
        self.score("zeroshot, prompts shuffled", self.model(), shuffled(read(self.kit / "zeroshot.tsv")), wavs if wavs.is_dir() else self.speak("zeroshot"))

    def real(self):
        items = read(HERE / "real.tsv")
        self.score("real recordings", "-", items)
        self.score("real recordings, prompts shuffled", "-", shuffled(items))
        read_aloud = {r["text"]: "speech/" + r["path"] for r in read(self.root / "speech/manifest.tsv") if r["set"] == "lj"}
        self.score("real recordings of the words of zeroshot", "-",
                   [r | {"wav": read_aloud[r["text"]], "prompt_wav": "", "sim_wav": ""} for r in read(self.kit / "zeroshot.tsv")])

    def teacher(self):
        items, listed, wavs = read(self.kit / "zeroshot.tsv"), self.work / "phonemes.tsv", self.work / "teacher"
        rows = []
        for r in items:
            said = json.loads(self.program("phonemes", "--json", "--", r["text"]))
            rows.append({"id": r["id"], "phonemes": " | ".join(s["phonemes"] for s in said["sentences"])})
        write(listed, rows)
        self.run(self.python, HERE / "kokoro.py", "render", "--list", listed, "--out", wavs, "--voice", self.a.teacher_voices)
        self.score("teacher, zeroshot words", "Kokoro-82M int8", [r | {"prompt_wav": "", "sim_wav": ""} for r in items], wavs)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--kit", default=ROOT.parent / "shared/eval")
    p.add_argument("--kit-python", default=os.environ.get("KIT_PYTHON"))
    p.add_argument("--program", default=ROOT / ".cache/bin/voicewright")
    p.add_argument("--work", default=ROOT / ".cache/scores")
    p.add_argument("--what", default="engine,shuffled", help="engine, shuffled, real, teacher, parted by commas")
    p.add_argument("--lists", default=",".join(LISTS))
    p.add_argument("--teacher-voices", default="jf_alpha,jf_gongitsune,jf_nezumi,jf_tebukuro,jm_kumo")
    p.add_argument("--note", default="", help="said behind the label of every row, for a setting that is tried")
    p.add_argument("--keep", action="store_true", help="score the sound that is in --work already")
    p.add_argument("--dry", action="store_true", help="print the rows, leave SCORES.md alone")
    p.add_argument("option", nargs="*", help="more options for `voicewright batch`, after --")
    a = p.parse_args()
    bench = Bench(a)
    if a.note:
        plain = bench.add
        bench.add = lambda label, model, s: plain(f"{label}; {a.note}", model, s)
    for what in a.what.split(","):
        getattr(bench, what)()
    if not a.dry:
        text = SCORES.read_text(encoding="utf-8").rstrip("\n")
        SCORES.write_text(text + "\n" + "\n".join(bench.rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
