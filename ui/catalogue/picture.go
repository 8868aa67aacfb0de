package catalogue

import (
	"image"
	"image/color"
	"math"
	"sync"

	"voicewright/ui/thread"
	"voicewright/voices/card"
)

// A voice's picture is a ribbon. Its height in the picture is the voice's pitch, deep voices low and high ones at the
// top; the halo around it is as wide as the pitch moves; its thickness from left to right is the average spectrum from
// low to high frequencies, as far as it differs from that of most voices; its hue goes from that of the pitch to that of
// the spectrum's centre. So the same voice always has the same picture, and two that look alike sound alike.

// pictureScale is how many pixels there are to a unit, for sharp pictures on dense screens.
const pictureScale = 2

// lowest and highest are the pitches at the lower and the upper end of a picture, Hz.
const lowest, highest = 70.0, 330.0

// Paint draws the picture of a voice, w by h pixels. It is a pure function.
func Paint(c card.Card, w, h int, dark bool) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	pitch, known := c.Pitch, c.Pitch > 0
	if !known {
		pitch = math.Sqrt(lowest * highest)
	}
	height := min(max(math.Log(pitch/lowest)/math.Log(highest/lowest), 0), 1)
	thickness, centre := ribbon(c.Colour, w)

	light, tint := 0.60, 0.125 // OKLCH lightness and chroma
	if dark {
		light, tint = 0.76, 0.115
	}
	from, to := 40+250*height, 30+270*centre
	if !known {
		tint = 0.02
	}
	size := float64(h)
	middle := size * (0.76 - 0.52*height)
	halo := size * min(0.05+0.05*c.Spread, 0.42)
	for x := range w {
		along := float64(x) / float64(max(w-1, 1))
		fade := min(1, 6*along*(1-along)+0.12) // the ends run out
		half := size * (0.03 + 0.24*thickness[x]) * (0.35 + 0.65*fade)
		y0 := middle + size*0.05*math.Sin(2*math.Pi*along)
		r, g, b := oklch(light, tint, from+(to-from)*along)
		for y := range h {
			d := math.Abs(float64(y) + 0.5 - y0)
			cover := min(max(half-d+0.5, 0), 1) * (0.72 + 0.28*(1-d/max(half, 1)))
			if soft := 1 - d/(half+halo); soft > 0 {
				cover = max(cover, 0.34*soft*soft*fade)
			}
			if cover > 0 {
				img.SetNRGBA(x, y, color.NRGBA{R: r, G: g, B: b, A: uint8(cover*255 + 0.5)})
			}
		}
	}
	return img
}

// ribbon returns the thickness at w places, 0 to 1, and the centre of the spectrum, 0 (dark) to 1 (bright).
func ribbon(colour []float32, w int) (thickness []float64, centre float64) {
	thickness = make([]float64, w)
	n := len(colour)
	if n < 2 {
		for x := range thickness {
			thickness[x] = 0.3
		}
		return thickness, 0.5
	}
	above := make([]float64, n) // what lies above the spectrum of most voices, smoothed
	var weight, moment float64
	for i := range above {
		sum, count := 0.0, 0.0
		for j := max(i-1, 0); j <= min(i+1, n-1); j++ {
			sum += float64(colour[j]) - usual(float64(j)/float64(n-1))
			count++
		}
		above[i] = 1 / (1 + math.Exp(-1.9*sum/count))
		p := above[i] * above[i]
		weight += p
		moment += p * float64(i) / float64(n-1)
	}
	if math.IsNaN(weight) || weight == 0 {
		return ribbon(nil, w)
	}
	for x := range thickness {
		at := float64(x) / float64(max(w-1, 1)) * float64(n-1)
		i := min(int(at), n-2)
		f := at - float64(i)
		thickness[x] = above[i]*(1-f) + above[i+1]*f
	}
	return thickness, min(max((moment/weight-0.36)/0.28, 0), 1)
}

// usual is the average log mel spectrum of speech at a place from 0 (lowest band) to 1 (8 kHz), roughly: a rise to the
// first harmonics, then a fall of about 2 to the highest bands.
func usual(at float64) float64 {
	if at < 0.11 {
		return -2.8 + at/0.11*3.5
	}
	return 0.7 - 2.1*math.Sqrt((at-0.11)/0.89)
}

// oklch converts lightness 0 to 1, chroma and hue in degrees to sRGB (Ottosson, "A perceptual color space for image
// processing", 2020).
func oklch(l, chroma, hue float64) (r, g, b uint8) {
	s, c := math.Sincos(hue * math.Pi / 180)
	a, bb := chroma*c, chroma*s
	l1, m1, s1 := l+0.3963377774*a+0.2158037573*bb, l-0.1055613458*a-0.0638541728*bb, l-0.0894841775*a-1.2914855480*bb
	l1, m1, s1 = l1*l1*l1, m1*m1*m1, s1*s1*s1
	gamma := func(v float64) uint8 {
		v = min(max(v, 0), 1)
		if v <= 0.0031308 {
			v *= 12.92
		} else {
			v = 1.055*math.Pow(v, 1/2.4) - 0.055
		}
		return uint8(v*255 + 0.5)
	}
	return gamma(4.0767416621*l1 - 3.3077115913*m1 + 0.2309699292*s1),
		gamma(-1.2684380046*l1 + 2.6097574011*m1 - 0.3413193965*s1),
		gamma(-0.0041960863*l1 - 0.7034186147*m1 + 1.7076147010*s1)
}

// keptPictures is how many painted pictures stay in memory: at the size of a row about 12 MB.
const keptPictures = 600

type pictureKey struct {
	id   string
	w, h int
	dark bool
}

// An album paints pictures on one thread of its own and keeps the newest. Its get belongs to the window's thread.
type album struct {
	to      thread.Dispatcher
	arrived func()

	kept   map[pictureKey]*image.NRGBA
	order  []pictureKey
	wanted map[pictureKey]bool

	mu     sync.Mutex
	jobs   []pictureJob // the newest last, and painted first: it is the one in view
	wake   chan struct{}
	done   chan struct{}
	closed sync.Once
}

type pictureJob struct {
	key  pictureKey
	card card.Card
}

func newAlbum(to thread.Dispatcher, arrived func()) *album {
	a := &album{to: to, arrived: arrived, kept: map[pictureKey]*image.NRGBA{}, wanted: map[pictureKey]bool{},
		wake: make(chan struct{}, 1), done: make(chan struct{})}
	go a.work()
	return a
}

// get returns the picture of a voice, w by h pixels, or nil while it is being painted.
func (a *album) get(c card.Card, w, h int, dark bool) image.Image {
	key := pictureKey{c.ID, w, h, dark}
	if img, ok := a.kept[key]; ok {
		return img
	}
	if !a.wanted[key] {
		a.wanted[key] = true
		a.mu.Lock()
		a.jobs = append(a.jobs, pictureJob{key, c})
		a.mu.Unlock()
		select {
		case a.wake <- struct{}{}:
		default:
		}
	}
	return nil
}

func (a *album) work() {
	for {
		select {
		case <-a.done:
			return
		case <-a.wake:
		}
		for {
			painted := a.batch()
			if len(painted) == 0 {
				break
			}
			a.to.Do(func() { a.keep(painted) })
		}
	}
}

type painting struct {
	key   pictureKey
	image *image.NRGBA
}

// batch paints up to a screenful, so that the window is told once for many.
func (a *album) batch() []painting {
	a.mu.Lock()
	n := min(len(a.jobs), 16)
	jobs := append([]pictureJob(nil), a.jobs[len(a.jobs)-n:]...)
	a.jobs = a.jobs[:len(a.jobs)-n]
	a.mu.Unlock()
	var painted []painting
	for _, j := range jobs {
		painted = append(painted, painting{j.key, Paint(j.card, j.key.w, j.key.h, j.key.dark)})
	}
	return painted
}

func (a *album) keep(painted []painting) {
	for _, p := range painted {
		delete(a.wanted, p.key)
		a.kept[p.key] = p.image
		a.order = append(a.order, p.key)
	}
	for len(a.order) > keptPictures {
		delete(a.kept, a.order[0])
		a.order = a.order[1:]
	}
	a.arrived()
}

func (a *album) close() { a.closed.Do(func() { close(a.done) }) }
