package scope

import (
	"context"
	"image"
	"math/rand/v2"
	"testing"
	"time"
)

func noise(seconds float64) *Wave {
	r := rand.New(rand.NewPCG(1, 2))
	x := make([]float32, int(seconds*24000))
	for i := range x {
		x[i] = float32(r.NormFloat64() * 0.1)
	}
	return NewWave(x, 24000)
}

// BenchmarkTenMinutes tells how long a spectrogram of ten minutes takes until it is there at all, and until it is
// complete.
func BenchmarkTenMinutes(b *testing.B) {
	w := noise(600)
	v := Sight{Wave: w, Span: Span{0, 600}, Columns: 1400}
	for b.Loop() {
		ctx, cancel := context.WithCancel(context.Background())
		changed := make(chan struct{}, 1000)
		t := NewTiles(64<<20, func() { changed <- struct{}{} })
		start := time.Now()
		t.Want(v)
		go t.Run(ctx)
		<-changed
		coarse := time.Since(start)
		for !t.Idle() {
			<-changed
		}
		b.ReportMetric(float64(coarse.Milliseconds()), "ms-coarse")
		b.ReportMetric(float64(time.Since(start).Milliseconds()), "ms-complete")
		cancel()
	}
}

func BenchmarkPaint(b *testing.B) {
	w := noise(20)
	v := Sight{Wave: w, Span: Span{0, 20}, Columns: 1400}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	changed := make(chan struct{}, 1000)
	t := NewTiles(64<<20, func() { changed <- struct{}{} })
	t.Want(v)
	go t.Run(ctx)
	for !t.Idle() {
		<-changed
	}
	img := image.NewRGBA(image.Rect(0, 0, 1400, 300))
	look := Look{Scale: Mel, Top: 12000, Table: NewTable(Magma, false), Loudest: -10, Range: 70}
	for b.Loop() {
		t.Paint(img, img.Rect, v, look)
	}
}

func BenchmarkPeaks(b *testing.B) {
	w := noise(600)
	for b.Loop() {
		NewPeaks(w.Samples)
	}
}
