#!/usr/bin/env python3
"""What does a reference of hours cost? Time and peak memory of making a voice of one speaker's recordings, an hour and ten hours long.

    $KIT_PYTHON bench/hours.py [--hours 1,10] [--speaker lj] [--speech ../shared/speech] [--work FOLDER]

The recordings are gone round in another order each time, each with noise of its own (50 to 30 dB below the speech), so that no window comes
twice. Runs in the evaluation kit's environment (numpy, soundfile). A WAV of ten hours takes 1.7 GB in --work; it is deleted again.
"""
import argparse, csv, subprocess, sys, time
from pathlib import Path

import numpy as np
import soundfile

# Runs in a small process of its own: a child's peak memory counts what it was forked from.
MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""
ROOT = Path(__file__).resolve().parent.parent


def write(path, clips, rate, hours, random):
    """Clips in random orders, noised, as a WAV of so many hours."""
    left = int(hours * 3600 * rate)
    with soundfile.SoundFile(path, "w", rate, 1, "PCM_16") as out:
        while left > 0:
            for i in random.permutation(len(clips)):
                clip = clips[i][:left]
                level = clip.std() * 10 ** (-random.uniform(30, 50) / 20)
                out.write(clip + level * random.standard_normal(len(clip)).astype(np.float32))
                left -= len(clip)
                if left <= 0:
                    break


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--speech", default=ROOT.parent / "shared/speech", type=Path)
    p.add_argument("--program", default=ROOT / ".cache/bin/voicewright", type=Path)
    p.add_argument("--work", default=ROOT / ".cache/hours", type=Path)
    p.add_argument("--speaker", default="lj")
    p.add_argument("--hours", default="1,10")
    a = p.parse_args()
    a.work.mkdir(parents=True, exist_ok=True)
    with open(a.speech / "manifest.tsv", encoding="utf-8", newline="") as f:
        rows = [r for r in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE) if r["speaker"] == a.speaker]
    read = [soundfile.read(a.speech / r["path"], dtype="float32") for r in rows]
    rate = read[0][1]
    print(f"{a.speaker}: {sum(len(x) for x, _ in read) / rate / 60:.1f} minutes of their own, {rate} Hz", flush=True)
    for hours in map(float, a.hours.split(",")):
        wav, voice = a.work / "reference.wav", a.work / "reference.voice"
        write(wav, [x for x, _ in read], rate, hours, np.random.default_rng(1))
        began = time.monotonic()
        told = subprocess.run([sys.executable, "-c", MEASURE, a.program, "prompts", "encode", wav, "--out", voice], check=True, stdout=subprocess.PIPE, text=True)
        wav.unlink()
        core, megabytes = map(float, told.stdout.split())
        print(f"{hours:g} h: {time.monotonic() - began:.0f} s, {core:.0f} s of a core, {megabytes:.0f} MB at the most, "
              f"voice file {voice.stat().st_size / 1000:.0f} kB", flush=True)


if __name__ == "__main__":
    main()
