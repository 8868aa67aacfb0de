// Page draws sentences of the engine beside recordings of the same voice, for training/SPECTROGRAMS.md.
//
//	go run ./bench/page -scores DIR [-root ../shared] zs16-ls3664 zs21-ls911 ...
//
// DIR holds the sounds of bench/score.py for the list "zeroshot", ID.wav each; the recording is the item's prompt.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"voicewright/audio"
	"voicewright/ui/figure"
	"voicewright/ui/listen/scope"
)

// seconds of each sound are drawn.
const seconds = 4.0

func main() {
	scores := flag.String("scores", "", "folder of the rendered sentences")
	root := flag.String("root", filepath.Join("..", "shared"), "folder of the evaluation kit's data")
	out := flag.String("out", filepath.Join("training", "pictures"), "folder for the figures")
	flag.Parse()
	if err := run(*scores, *root, *out, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "page:", err)
		os.Exit(1)
	}
}

func run(scores, root, out string, ids []string) error {
	prompts, err := prompts(filepath.Join(root, "eval", "zeroshot.tsv"))
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return errors.New("name the items to draw, for instance zs16-ls3664")
	}
	for _, id := range ids {
		prompt, ok := prompts[id]
		if !ok {
			return fmt.Errorf("the list has no item %q", id)
		}
		ours, err := sound("Voicewright", filepath.Join(scores, id+".wav"))
		if err != nil {
			return err
		}
		real, err := sound("Recording of the same voice", filepath.Join(root, prompt))
		if err != nil {
			return err
		}
		f := figure.Figure{Title: id, Sounds: []figure.Sound{ours, real}, To: seconds, DPI: 110, Scale: scope.Mel, Map: scope.Magma, Dark: true, Spectrogram: true}
		if err := figure.Write(context.Background(), filepath.Join(out, id+".png"), f); err != nil {
			return err
		}
	}
	return nil
}

func sound(title, path string) (figure.Sound, error) {
	b, err := audio.Load(path, audio.SampleRate, time.Hour)
	if err != nil {
		return figure.Sound{}, err
	}
	return figure.Sound{Title: title, Wave: scope.NewWave(b.Samples, b.Rate)}, nil
}

// prompts are the reference recordings of a list, by item.
func prompts(path string) (map[string]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	all := map[string]string{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if cells := strings.Split(lines.Text(), "\t"); len(cells) > 1 {
			all[cells[0]] = cells[1]
		}
	}
	return all, lines.Err()
}
