"""The built-in voices: clips of teacher blends, encoded by the program itself with the model that is in assets/models.

    python -m training.builtin --program ./voicewright

To be run again after every export: a voice belongs to the model that made it. The blends have to have spoken, about ten clips each:
`python -m training.corpus teacher --only 17 43 66 72 --minutes 10`.
"""
import argparse
import pathlib
import subprocess
import wave

import numpy as np

from . import common

# name: (teacher blend, what it sounds like)
VOICES = {"Rowan": ("t072", "A calm man, medium low."), "Wren": ("t066", "A clear woman, bright."),
          "Reed": ("t017", "A low, firm man."), "Hazel": ("t043", "A soft woman, medium high.")}
CLIPS = 20  # of each at most
LICENCE = "Apache-2.0: speech of Kokoro-82M, blended style packs"
CONSENT = "Synthetic voice, no person's recording"


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--program", required=True, help="the built voicewright")
    a = p.parse_args()
    corpus = common.Corpus("teacher")
    for name, (speaker, description) in VOICES.items():
        folder = common.WORK / "builtin" / name
        folder.mkdir(parents=True, exist_ok=True)
        files = []
        rows = [r for r in corpus.rows if r["speaker"] == speaker][:CLIPS]
        if not rows:
            raise SystemExit(f"{name}: the blend {speaker} has not spoken; run python -m training.corpus teacher --only {int(speaker[1:])} --minutes 3")
        for row in rows:
            files.append(str(folder / f"{name.lower()}-{row['id']}.wav"))
            with wave.open(files[-1], "wb") as f:
                f.setparams((1, 2, common.RATE, 0, "NONE", ""))
                f.writeframes((corpus.wave(row) * 32767).astype(np.int16).tobytes())
        out = common.ROOT / "assets" / "voices" / f"{name.lower()}.voice"
        subprocess.run([str(pathlib.Path(a.program).resolve()), "prompts", "encode", "--out", str(out), "--name", name, "--description", description,
                        "--licence", LICENCE, "--consent", CONSENT, *files], check=True)


if __name__ == "__main__":
    main()
