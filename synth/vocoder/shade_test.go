package vocoder

import "testing"

func TestCalmHissSparesUnvoicedFrames(t *testing.T) {
	noise := make([]float32, 3*Bins)
	for i := range noise {
		noise[i] = 1
	}
	CalmHiss(noise, []float32{0, 0.5, 1.5})
	for frame, want := range []float32{1, 1 - breath/2, 1 - breath} {
		for k, got := range noise[frame*Bins : (frame+1)*Bins] {
			if got != want {
				t.Fatalf("frame %d, bin %d: %g, want %g", frame, k, got, want)
			}
		}
	}
}
