#!/usr/bin/env python3
"""Voicewright beside Kokoro-82M int8 and Piper medium on the same sentences, in turns, so that both meet the same weather on the machine.

    bench/compare.py --kit-python KIT/bin/python [--rounds 3] [--threads 1,2] [--json]

Each figure is the median of the rounds; every round is a fresh process. RTF is the time that passed over the length of the speech; core
seconds count only the time that a core worked for the process, which other programs on the machine change little. The first sound is
counted from the start of the process (Voicewright) or of loading the model (the others, whose Python start is left out in their favour) until
the first sentence is whole; memory is the process's VmHWM. See kokoro.py and piper.py for what
--kit-python must have; without espeak-ng Piper is left out.
"""
import argparse, json, os, shutil, statistics, subprocess, sys, tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ROWS = [("RTF", "rtf", 1, 3), ("RTF in core seconds", "core_rtf", 1, 3), ("first sound, s", "first_sound_seconds", 1, 2),
        ("first sound, core seconds", "first_sound_core_seconds", 1, 2), ("model ready, s", "load_seconds", 1, 2),
        ("peak memory, MB", "peak_bytes", 1e-6, 0), ("speech, s", "audio_seconds", 1, 1)]


def output(*command):
    return subprocess.run([str(c) for c in command], check=True, stdout=subprocess.PIPE, text=True).stdout


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--kit-python", default=os.environ.get("KIT_PYTHON"))
    p.add_argument("--program", default=ROOT / ".cache/bin/voicewright")
    p.add_argument("--threads", default="1,2")
    p.add_argument("--rounds", type=int, default=3)
    p.add_argument("--json", action="store_true")
    p.add_argument("option", nargs="*", help="more options for `voicewright bench`, after --")
    a = p.parse_args()
    if not a.kit_python:
        sys.exit("Where is the Python with onnxruntime and Kokoro? Give --kit-python or set KIT_PYTHON.")
    counts, got = [int(n) for n in a.threads.split(",")], {}

    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "phonemes.tsv"
        for _ in range(a.rounds):
            for n in counts:
                ours = json.loads(output(a.program, "bench", "--json", "--threads", n, *a.option))[0]
                got.setdefault(("Voicewright", n), []).append(ours)
                if not listed.exists():
                    lines = ["id\tphonemes\ttext"]
                    for i, text in enumerate(ours["texts"]):
                        said = json.loads(output(a.program, "phonemes", "--json", "--", text))
                        lines += [f"{i}-{k}\t{s['phonemes']}\t{' '.join(s['written'].split())}" for k, s in enumerate(said["sentences"])]
                    listed.write_text("\n".join(lines) + "\n", encoding="utf-8")
                theirs = json.loads(output(a.kit_python, HERE / "kokoro.py", "time", "--list", listed, "--threads", n))
                got.setdefault(("Kokoro int8", n), []).append(theirs)
                if shutil.which("espeak-ng"):
                    theirs = json.loads(output(a.kit_python, HERE / "piper.py", "--list", listed, "--threads", n))
                    got.setdefault(("Piper medium", n), []).append(theirs)

    median = {k: {key: statistics.median(r[key] for r in v) for _, key, _, _ in ROWS} for k, v in got.items()}
    if a.json:
        print(json.dumps([{"engine": e, "threads": n} | m for (e, n), m in median.items()], indent=2))
        return
    order = [(e, n) for n in counts for e in dict.fromkeys(e for e, _ in got)]
    print("| | " + " | ".join(f"{e}, {n} thread{'s' * (n > 1)}" for e, n in order) + " |")
    print("|---|" + "---:|" * len(order))
    for name, key, scale, digits in ROWS:
        print(f"| {name} | " + " | ".join(f"{median[k][key] * scale:.{digits}f}" for k in order) + " |")
    model = got[("Voicewright", counts[0])][0]["model"]
    print(f"\nmedian of {a.rounds} rounds, model {model}, {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
