package scope

import (
	"encoding/binary"
	"image"
	"math"
)

// A Look says how a spectrogram is painted.
type Look struct {
	Scale   Scale
	Top     float64 // Hz at the upper edge
	Table   *Table
	Loudest float64 // dB that gets the last colour of the table; a sine at full scale has 0 dB
	Range   float64 // dB from the first colour to the last
}

// Speech falls off towards high frequencies; above tiltFrom it is drawn louder by tilt dB an octave, so that consonants
// are seen beside vowels.
const (
	tilt     = 4.0
	tiltFrom = 500.0 // Hz
)

func tiltAt(hz float64) float64 { return tilt * math.Log2(max(hz/tiltFrom, 1)) }

// rampSteps are the steps of a painted value within one step of a tile.
const rampSteps = 8

// ramp returns the colours of all painted values, as four bytes in the order of image.RGBA.
func (l Look) ramp() *[256 * rampSteps]uint32 {
	r := new([256 * rampSteps]uint32)
	for i := range r {
		db := byteFloor + float64(i)/(2*rampSteps)
		c := l.Table.At(1 - (l.Loudest-db)/max(l.Range, 1))
		r[i] = uint32(c.R) | uint32(c.G)<<8 | uint32(c.B)<<16 | 0xff<<24
	}
	return r
}

// A row says which bins make one row of pixels: the loudest of those from lo to hi or, where rows are finer than bins,
// hi weighted by frac in 256ths and lo with the rest.
type row struct {
	lo, hi int
	frac   int // -1 for the loudest
	gain   int // added, in steps of a painted value
}

func (l Look) rows(height, bins int, nyquist float64) []row {
	rows := make([]row, height)
	perBin := nyquist / float64(bins-1)
	for y := range rows {
		bottom := l.Scale.Hertz(float64(height-y-1)/float64(height), l.Top) / perBin
		top := l.Scale.Hertz(float64(height-y)/float64(height), l.Top) / perBin
		r := &rows[y]
		r.gain = int(tiltAt((bottom+top)/2*perBin) * 2 * rampSteps)
		if top-bottom > 1 {
			r.frac = -1
			r.lo = min(int(math.Round(bottom)), bins-1)
			r.hi = min(max(int(math.Round(top))-1, r.lo), bins-1)
			continue
		}
		at := (bottom + top) / 2
		r.lo = min(int(at), bins-1)
		r.hi = min(r.lo+1, bins-1)
		r.frac = int((at - math.Floor(at)) * 256)
	}
	return rows
}

// resample writes a column of a tile to rows of pixels.
func resample(dst []uint16, column []uint8, rows []row) {
	dst = dst[:len(rows)]
	for y := range rows {
		r := &rows[y]
		v := 0
		if r.frac >= 0 {
			v = (int(column[r.lo])*(256-r.frac) + int(column[r.hi])*r.frac) >> (8 - 3)
		} else {
			loudest := column[r.hi]
			for _, b := range column[r.lo:r.hi] {
				loudest = max(loudest, b)
			}
			v = int(loudest) * rampSteps
		}
		if v > 0 { // what is silent stays so
			v = min(v+r.gain, 256*rampSteps-1)
		}
		dst[y] = uint16(v)
	}
}

// Paint draws what is there of a spectrogram into the part r of dst, which is v.Columns wide. Where a tile is not there
// yet, a coarser one stands in. Left and right of the sound nothing is painted.
func (t *Tiles) Paint(dst *image.RGBA, r image.Rectangle, v Sight, look Look) {
	if r.Empty() || len(v.Wave.Samples) == 0 || v.Span.Seconds() <= 0 {
		return
	}
	p := painting{Sight: v, bins: v.Detail.size(v.Wave.Rate)/2 + 1}
	p.tiles = t.collect(v)
	p.rows = look.rows(r.Dy(), p.bins, v.Wave.Nyquist())
	for i := range p.cache {
		p.cache[i] = cached{values: make([]uint16, r.Dy()), column: -1}
	}
	ramp := look.ramp()
	visible := r.Intersect(dst.Rect)
	perPixel := v.Span.Seconds() / float64(v.Columns)
	rate := float64(v.Wave.Rate)
	for x := visible.Min.X; x < visible.Max.X; x++ {
		from := v.Span.From + float64(x-r.Min.X)*perPixel
		if from+perPixel <= 0 || from >= v.Wave.Seconds() {
			continue
		}
		p.mix(from*rate, perPixel*rate)
		pix := dst.Pix[dst.PixOffset(x, visible.Min.Y):]
		p.write(pix, dst.Stride, visible.Min.Y-r.Min.Y, visible.Max.Y-r.Min.Y, ramp)
	}
}

// collect returns the tiles at and around the level of v that cover it.
func (t *Tiles) collect(v Sight) map[tileKey]*tile {
	t.mu.Lock()
	defer t.mu.Unlock()
	found := map[tileKey]*tile{}
	own := v.level()
	take := func(level int) (all bool) {
		all = true
		first, end := v.tiles(level)
		for i := first; i < end; i++ {
			key := tileKey{v.Wave, v.Detail, level, i}
			if k := t.get(key); k != nil {
				found[key] = k
			} else {
				all = false
			}
		}
		return all
	}
	if take(own) {
		return found
	}
	for level := own + 1; level <= maxLevel; level++ {
		if take(level) {
			return found
		}
	}
	for level := own - 1; level >= max(own-4, minLevel); level-- {
		take(level)
	}
	return found
}

// painting is one call of Paint.
type painting struct {
	Sight
	bins  int
	tiles map[tileKey]*tile
	rows  []row
	cache [8]cached
	parts [8]part // of the present column of pixels
	n     int
}

// cached is a column after resample.
type cached struct {
	level, column int
	values        []uint16
}

// part is a column of a tile with its weight, in 256ths, in a column of pixels.
type part struct {
	values []uint16
	weight uint32
}

// mix finds the parts of the column of pixels that begins at sample from and is width samples wide.
func (p *painting) mix(from, width float64) {
	p.n = 0
	level, ok := p.available(from + width/2)
	if !ok {
		return
	}
	size := float64(int(1) << level)
	first, last := from/size, (from+width)/size
	if last-first <= 1 {
		middle := (first+last)/2 - 0.5
		frac := uint32((middle - math.Floor(middle)) * 256)
		p.add(level, int(math.Floor(middle)), 256-frac)
		p.add(level, int(math.Floor(middle))+1, frac)
		return
	}
	// Columns of a finer level that stands in are many: some of them will do.
	step := max(int(last-first)/4, 1)
	total := 0.0
	for c := int(first); float64(c) < last; c += step {
		total += min(last, float64(c+1)) - max(first, float64(c))
	}
	rest := uint32(256)
	for c := int(first); float64(c) < last; c += step {
		weight := min(uint32(256*(min(last, float64(c+1))-max(first, float64(c)))/total), rest)
		if float64(c+step) >= last {
			weight = rest
		}
		rest -= weight
		p.add(level, c, weight)
	}
}

// write paints rows from to to of the present column of pixels.
func (p *painting) write(pix []uint8, stride, from, to int, ramp *[256 * rampSteps]uint32) {
	at := 0
	switch p.n {
	case 0:
		for range to - from {
			binary.LittleEndian.PutUint32(pix[at:], ramp[0])
			at += stride
		}
	case 1:
		for _, v := range p.parts[0].values[from:to] {
			binary.LittleEndian.PutUint32(pix[at:], ramp[v&(256*rampSteps-1)])
			at += stride
		}
	default:
		a, b := p.parts[0], p.parts[1]
		va, vb := a.values[from:to], b.values[from:to]
		vb = vb[:len(va)]
		if p.n == 2 {
			for y, v := range va {
				sum := (uint32(v)*a.weight + uint32(vb[y])*b.weight) >> 8
				binary.LittleEndian.PutUint32(pix[at:], ramp[sum&(256*rampSteps-1)])
				at += stride
			}
			return
		}
		for y, v := range va {
			sum := uint32(v)*a.weight + uint32(vb[y])*b.weight
			for _, k := range p.parts[2:p.n] {
				sum += uint32(k.values[from+y]) * k.weight
			}
			binary.LittleEndian.PutUint32(pix[at:], ramp[sum>>8&(256*rampSteps-1)])
			at += stride
		}
	}
}

// available returns the best level that has a tile at a sample: the own one, otherwise a coarser, otherwise a finer one.
func (p *painting) available(sample float64) (int, bool) {
	at := min(max(int(sample), 0), len(p.Wave.Samples)-1)
	own := p.level()
	has := func(level int) bool {
		return p.tiles[tileKey{p.Wave, p.Detail, level, at >> level / tileColumns}] != nil
	}
	for level := own; level <= maxLevel; level++ {
		if has(level) {
			return level, true
		}
	}
	for level := own - 1; level >= minLevel; level-- {
		if has(level) {
			return level, true
		}
	}
	return 0, false
}

// add makes a column a part of the present column of pixels.
func (p *painting) add(level, column int, weight uint32) {
	if weight == 0 || p.n == len(p.parts) {
		return
	}
	column = min(max(column, 0), (len(p.Wave.Samples)-1)>>level)
	k := &p.cache[column%len(p.cache)]
	if k.column != column || k.level != level {
		t := p.tiles[tileKey{p.Wave, p.Detail, level, column / tileColumns}]
		if t == nil {
			return
		}
		resample(k.values, t.column(column%tileColumns), p.rows)
		k.level, k.column = level, column
	}
	p.parts[p.n] = part{k.values, weight}
	p.n++
}

// Level returns the level at a time and frequency in dB, and false where no tile is there.
func (t *Tiles) Level(v Sight, seconds, hz float64) (float64, bool) {
	if len(v.Wave.Samples) == 0 || seconds < 0 || seconds >= v.Wave.Seconds() {
		return 0, false
	}
	sample := int(seconds * float64(v.Wave.Rate))
	level := v.level()
	t.mu.Lock()
	defer t.mu.Unlock()
	k := t.get(tileKey{v.Wave, v.Detail, level, sample >> level / tileColumns})
	if k == nil {
		return 0, false
	}
	bin := int(math.Round(hz / v.Wave.Nyquist() * float64(k.bins-1)))
	if bin < 0 || bin >= k.bins {
		return 0, false
	}
	value := k.column(sample >> level % tileColumns)[bin]
	return byteFloor + float64(value)/2, true
}

// Loudest returns a fitting Look.Loudest for speech with an active level in dBFS RMS: the strongest harmonics are about
// as strong as the whole voice on average.
func Loudest(level float64) float64 { return min(max(level+4, -80), 0) }
