package audio

import (
	"fmt"
	"math"
)

// FFT is the discrete Fourier transform of real signals of one power-of-two
// length, as used by STFT and ISTFT.
//
// A real signal of n samples is packed into n/2 complex numbers, transformed by
// a Stockham radix-4 transform (which needs no bit reversal, reads and writes in
// order and keeps two work arrays) and unpacked into n/2+1 bins. Arithmetic is
// float64: at this size it is as fast as float32 in Go, and rounding stays far
// below the 1e-5 at which the mel front end is cut.
//
// An FFT holds its work arrays: it is not safe for concurrent use.
type FFT struct {
	n     int // real length
	half  int // complex length
	tw    []twiddle
	twist []complex128 // exp(-2 pi i k/n), k = 0..n/4
	a, b  []complex128
}

// twiddle holds the three factors of one radix-4 butterfly.
type twiddle struct{ w1, w2, w3 complex128 }

// NewFFT returns the transform of n real samples. It panics unless n is a power
// of two and at least 8.
func NewFFT(n int) *FFT {
	if n < 8 || n&(n-1) != 0 {
		panic(fmt.Sprintf("audio: an FFT of %d samples is not possible, only a power of two from 8 on", n))
	}
	f := &FFT{n: n, half: n / 2}
	f.a = make([]complex128, f.half)
	f.b = make([]complex128, f.half)
	for m := f.half; m >= 4; m /= 4 {
		for p := range m / 4 {
			f.tw = append(f.tw, twiddle{unit(p, m), unit(2*p, m), unit(3*p, m)})
		}
	}
	f.twist = make([]complex128, n/4+1)
	for k := range f.twist {
		f.twist[k] = unit(k, n)
	}
	return f
}

// unit returns exp(-2 pi i k/n).
func unit(k, n int) complex128 {
	s, c := math.Sincos(-2 * math.Pi * float64(k) / float64(n))
	return complex(c, s)
}

// Len returns the number of real samples.
func (f *FFT) Len() int { return f.n }

// Forward writes the n/2+1 bins of the n samples of src to dst, unscaled. It
// panics when a slice is too short.
func (f *FFT) Forward(dst []complex128, src []float64) {
	h := f.half
	dst, src = dst[:h+1], src[:f.n]
	for i := range f.a {
		f.a[i] = complex(src[2*i], src[2*i+1])
	}
	z := f.transform()
	dst[0] = complex(real(z[0])+imag(z[0]), 0)
	dst[h] = complex(real(z[0])-imag(z[0]), 0)
	for k := 1; k <= h/2; k++ {
		x, y := z[k], z[h-k]
		er, ei := (real(x)+real(y))/2, (imag(x)-imag(y))/2
		or, oi := (imag(x)+imag(y))/2, (real(y)-real(x))/2
		w := f.twist[k]
		tr := real(w)*or - imag(w)*oi
		ti := real(w)*oi + imag(w)*or
		dst[k] = complex(er+tr, ei+ti)
		dst[h-k] = complex(er-tr, ti-ei)
	}
}

// Inverse writes to dst the n samples whose bins are src, scaled so that it
// undoes Forward. The imaginary parts of the first and last bin are ignored. It
// panics when a slice is too short.
func (f *FFT) Inverse(dst []float64, src []complex128) {
	h := f.half
	dst, src = dst[:f.n], src[:h+1]
	// Pack the even and odd samples' spectra; conjugating before and after the
	// forward transform makes it the inverse one.
	x0, xh := real(src[0]), real(src[h])
	f.a[0] = complex((x0+xh)/2, -(x0-xh)/2)
	for k := 1; k <= h/2; k++ {
		x, y := src[k], src[h-k]
		er, ei := (real(x)+real(y))/2, (imag(x)-imag(y))/2
		dr, di := (real(x)-real(y))/2, (imag(x)+imag(y))/2
		w := f.twist[k]
		or := real(w)*dr + imag(w)*di
		oi := real(w)*di - imag(w)*dr
		f.a[k] = complex(er-oi, -(ei + or))
		f.a[h-k] = complex(er+oi, ei-or)
	}
	z := f.transform()
	scale := 1 / float64(h)
	for i, v := range z {
		dst[2*i] = real(v) * scale
		dst[2*i+1] = -imag(v) * scale
	}
}

// transform runs the complex transform on f.a and returns the array that the
// result ended in.
func (f *FFT) transform() []complex128 {
	x, y := f.a, f.b
	tw := f.tw
	q := f.half / 4
	radix4First(x, y, tw[:q])
	tw = tw[q:]
	x, y = y, x
	stride := 4
	m := q
	for ; m >= 4; m /= 4 {
		q = m / 4
		radix4(x, y, tw[:q], stride)
		tw = tw[q:]
		stride *= 4
		x, y = y, x
	}
	if m == 2 {
		lo, hi := x[:stride], x[stride:2*stride]
		outLo, outHi := y[:stride], y[stride:2*stride]
		for i := range lo {
			a, b := lo[i], hi[i]
			outLo[i] = a + b
			outHi[i] = a - b
		}
		x = y
	}
	return x
}

// radix4First is radix4 with a stride of one, where its inner loop would not pay.
func radix4First(x, y []complex128, tw []twiddle) {
	q := len(tw)
	x0, x1, x2, x3 := x[:q], x[q:2*q], x[2*q:3*q], x[3*q:4*q]
	for p := range tw {
		t := &tw[p]
		a, b, c, d := x0[p], x1[p], x2[p], x3[p]
		sr, si := real(a)+real(c), imag(a)+imag(c)
		tr, ti := real(a)-real(c), imag(a)-imag(c)
		ur, ui := real(b)+real(d), imag(b)+imag(d)
		vr, vi := imag(b)-imag(d), real(d)-real(b) // -i(b-d)
		out := y[4*p : 4*p+4 : 4*p+4]
		out[0] = complex(sr+ur, si+ui)
		er, ei := tr+vr, ti+vi
		out[1] = complex(er*real(t.w1)-ei*imag(t.w1), er*imag(t.w1)+ei*real(t.w1))
		fr, fi := sr-ur, si-ui
		out[2] = complex(fr*real(t.w2)-fi*imag(t.w2), fr*imag(t.w2)+fi*real(t.w2))
		gr, gi := tr-vr, ti-vi
		out[3] = complex(gr*real(t.w3)-gi*imag(t.w3), gr*imag(t.w3)+gi*real(t.w3))
	}
}

// radix4 is one Stockham stage: from x to y, where stride interleaved
// transforms of length 4*len(tw) each become four of a quarter of it.
func radix4(x, y []complex128, tw []twiddle, stride int) {
	q := len(tw)
	for p, t := range tw {
		w1r, w1i := real(t.w1), imag(t.w1)
		w2r, w2i := real(t.w2), imag(t.w2)
		w3r, w3i := real(t.w3), imag(t.w3)
		a := x[stride*p:][:stride]
		b := x[stride*(p+q):][:stride]
		c := x[stride*(p+2*q):][:stride]
		d := x[stride*(p+3*q):][:stride]
		o0 := y[stride*4*p:][:stride]
		o1 := y[stride*(4*p+1):][:stride]
		o2 := y[stride*(4*p+2):][:stride]
		o3 := y[stride*(4*p+3):][:stride]
		for i := range a {
			ar, ai := real(a[i]), imag(a[i])
			br, bi := real(b[i]), imag(b[i])
			cr, ci := real(c[i]), imag(c[i])
			dr, di := real(d[i]), imag(d[i])
			sr, si := ar+cr, ai+ci
			tr, ti := ar-cr, ai-ci
			ur, ui := br+dr, bi+di
			vr, vi := bi-di, dr-br // -i(b-d)
			o0[i] = complex(sr+ur, si+ui)
			er, ei := tr+vr, ti+vi
			o1[i] = complex(er*w1r-ei*w1i, er*w1i+ei*w1r)
			fr, fi := sr-ur, si-ui
			o2[i] = complex(fr*w2r-fi*w2i, fr*w2i+fi*w2r)
			gr, gi := tr-vr, ti-vi
			o3[i] = complex(gr*w3r-gi*w3i, gr*w3i+gi*w3r)
		}
	}
}
