// Described measures how well voices from words obey: random wishes, a voice for each, and what is measured when it speaks a
// sentence that it was not made with.
//
//	go run ./bench/described [-wishes 200] [-models DIR] [-wavs DIR]
//
// A wish is obeyed when the attribute lies in the asked third of all voices; for the sex, when it is the asked one. With -wavs the sounds are kept, with a list for
// the evaluation kit: eight voices of each of some descriptions, to see how different they are.
package main

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"

	"voicewright/assets"
	"voicewright/audio"
	"voicewright/synth"
	"voicewright/voices"
	"voicewright/voices/describe"
)

// third is where the upper third of a normal distribution begins, in deviations.
const third = 0.43

// other is the sentence that voices are measured with.
const other = "Nobody knew why the lights had gone out, but the children thought it was wonderful. They told stories until the morning."

func main() {
	wishes := flag.Int("wishes", 200, "how many random wishes")
	models := flag.String("models", "", "model bundle in place of the built-in one")
	library := flag.String("library", "", "the ONNX Runtime library")
	wavs := flag.String("wavs", "", "folder for eight voices of each of some wishes")
	flag.Parse()
	if err := run(context.Background(), *wishes, *models, *library, *wavs); err != nil {
		fmt.Fprintln(os.Stderr, "described:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, wishes int, models, library, wavs string) error {
	bundle := assets.Models()
	if models != "" {
		bundle = os.DirFS(models)
	}
	engine, err := synth.Open(synth.Options{Models: bundle, Library: library, Threads: 1})
	if err != nil {
		return err
	}
	defer engine.Close()
	net, err := fs.Sub(bundle, "describe")
	if err != nil {
		return err
	}
	describer, err := describe.Open(net, engine.Model(), library)
	if err != nil {
		return err
	}
	defer describer.Close()
	if wavs != "" {
		if err := os.MkdirAll(wavs, 0o777); err != nil {
			return err
		}
		return sound(ctx, describer, engine, wavs)
	}
	quicker, err := quicker(ctx, engine)
	if err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(1, 1))
	asked, obeyed := map[describe.Attribute]int{}, map[describe.Attribute]int{}
	for i := range wishes {
		wish := describe.Wish{}
		for _, a := range describe.Attributes() {
			if random.IntN(2) == 0 {
				wish[a] = 1.2 * float64(1-2*random.IntN(2))
			}
		}
		if s, ok := wish[describe.Sex]; ok {
			wish[describe.Sex] = s / 1.2
		}
		voice, err := describer.Draw(ctx, engine, wish, uint64(i))
		if err != nil {
			return err
		}
		heard, _, err := describe.Heard(ctx, engine, voice.Timbre, voice.Manner, other)
		if err != nil {
			return err
		}
		heard.Pace /= quicker
		got, err := describer.Strengths(ctx, voice.Timbre, heard)
		if err != nil {
			return err
		}
		got = describer.Among(wish, got)
		for a, v := range wish {
			if a == describe.Sex && wish[describe.Age] < -1 {
				continue // boys and girls sound alike
			}
			asked[a]++
			if v*got[a] > 0 && (a == describe.Sex || math.Abs(got[a]) >= third) {
				obeyed[a]++
			}
		}
	}
	fmt.Printf("| attribute | asked | obeyed |\n|---|---|---|\n")
	for _, a := range describe.Attributes() {
		fmt.Printf("| %v | %d | %.0f %% |\n", a, asked[a], 100*float64(obeyed[a])/float64(max(asked[a], 1)))
	}
	return nil
}

// quicker is how much faster the built-in voices say the other sentence than the one that voices are made with: some sentences
// have more short sounds.
func quicker(ctx context.Context, engine *synth.Engine) (float64, error) {
	all, err := voices.Builtin()
	if err != nil {
		return 0, err
	}
	sum := 0.0
	for _, v := range all {
		usual, _, err := describe.Heard(ctx, engine, v.Timbre, v.Manner, "")
		if err != nil {
			return 0, err
		}
		heard, _, err := describe.Heard(ctx, engine, v.Timbre, v.Manner, other)
		if err != nil {
			return 0, err
		}
		sum += math.Log(heard.Pace / usual.Pace)
	}
	return math.Exp(sum / float64(len(all))), nil
}

// sound keeps eight voices of each of some wishes, two sentences each, for the kit.
func sound(ctx context.Context, d *describe.Describer, engine *synth.Engine, folder string) error {
	wishes := []describe.Wish{
		{describe.Sex: 1, describe.Pitch: -1.2}, {describe.Sex: -1, describe.Pitch: 0.5}, {describe.Sex: -1, describe.Brightness: 1.2},
		{describe.Sex: 1, describe.Breathiness: 1, describe.Pace: -1}, {describe.Age: -1.5},
	}
	for w, wish := range wishes {
		for seed := range uint64(8) {
			voice, err := d.Draw(ctx, engine, wish, seed)
			if err != nil {
				return err
			}
			for i, text := range []string{"", other} {
				_, buffer, err := describe.Heard(ctx, engine, voice.Timbre, voice.Manner, text)
				if err != nil {
					return err
				}
				name := fmt.Sprintf("wish%d-voice%d-%d.wav", w, seed, i)
				if err := audio.WriteWAV(filepath.Join(folder, name), buffer, audio.PCM16); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
