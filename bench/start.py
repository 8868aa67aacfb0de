"""Times a cold start of the studio on a screen in memory: from the start of the process to its window, to the open demo project, and to the
first sound when Space is pressed as soon as the project is there. Peak memory beside it.

    python3 bench/start.py [--program .cache/bin/voicewright-studio] [--runs 5]

Needs Xvfb and xdotool (scripts/setup --screen). Every run has a data folder of its own, so that each is a first start; the page cache is
warm from the second run on.
"""
import argparse
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def until(ok, seconds=60):
    """Wait until ok() gives something true, and return it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        got = ok()
        if got:
            return got
        time.sleep(0.01)
    raise SystemExit("waited in vain")


def visible_window(environment):
    return subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "Voicewright"], env=environment, capture_output=True, text=True).stdout.split()


def peak(pid):
    """Highest resident memory in MB."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1000
    return 0.0


def run(program, environment):
    data = pathlib.Path(tempfile.mkdtemp())
    began = time.monotonic()
    process = subprocess.Popen([program, "--data", data], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        window = until(lambda: visible_window(environment))[0]
        shown = time.monotonic() - began
        demo = data / "projects" / "Demo.vwp"
        until(lambda: (demo / "project.db").exists())
        opened = time.monotonic() - began
        pressed = 0.0
        while not any(demo.glob("audio/*/*.wav")):
            if time.monotonic() - pressed > 0.5:  # once is enough unless the window was not listening yet
                subprocess.run(["xdotool", "windowfocus", window, "key", "space"], env=environment)
                pressed = time.monotonic()
            time.sleep(0.01)
        return {"window": shown, "project": opened, "first sound": time.monotonic() - began, "peak MB": peak(process.pid)}
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()
        shutil.rmtree(data, ignore_errors=True)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--program", default=str(ROOT / ".cache/bin/voicewright-studio"))
    p.add_argument("--runs", type=int, default=5)
    a = p.parse_args()
    display = ":97"
    screen = subprocess.Popen(["Xvfb", display, "-screen", "0", "1440x900x24"], stderr=subprocess.DEVNULL)
    try:
        environment = {**os.environ, "DISPLAY": display}
        until(lambda: subprocess.run(["xdotool", "getmouselocation"], env=environment, capture_output=True).returncode == 0)
        rows = [run(a.program, environment) for _ in range(a.runs)]
    finally:
        screen.terminate()
    for key in rows[0]:
        values = [r[key] for r in rows]
        unit = "" if key.endswith("MB") else " s"
        print(f"{key}: median {statistics.median(values):.2f}{unit}, {min(values):.2f} to {max(values):.2f}{unit}, first run {values[0]:.2f}{unit}")


if __name__ == "__main__":
    main()
