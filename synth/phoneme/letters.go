package phoneme

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	embedded "voicewright/assets/lexicon"
)

// Letter-to-sound. A word is read as a row of units: one or two letters with up to two phones. The model
// is a back-off n-gram over units, stored as a trie; a beam finds the cheapest row of units that spells
// the word and has one primary stress. Costs are whole thousandths of a nat, and every step is taken in
// the order of training/letters.py, so that both say the same.

const (
	lettersMagic  = "VWLTS1\n"
	beamWidth     = 24
	endUnit       = 0
	startUnit     = 1
	maxOrder      = 12
	noPrimaryCost = 4000 // a word that ends without a primary stress
	longestPiece  = 40   // letters read in one go
)

type letterModel struct {
	order    int
	phones   [][]byte            // of each unit: stress*64 + symbol
	primary  []int               // primary stresses of each unit
	byLetter map[string][]uint16 // units that spell one or two letters
	pCost    [256]int32
	bCost    [256]int32
	unit     []uint16
	p, b     []byte
	first    []uint32 // first[n] to first[n+1] are the children of node n
}

var loadLetters = sync.OnceValues(func() (*letterModel, error) {
	data, err := unzip(embedded.Letters, lettersMagic)
	if err == nil {
		var model *letterModel
		if model, err = parseLetters(data); err == nil {
			return model, nil
		}
	}
	return nil, fmt.Errorf("the built-in letter-to-sound model is damaged (%w): install the program again", err)
})

// byteReader hands out slices of data and remembers when there was too little.
type byteReader struct {
	data  []byte
	short bool
}

func (r *byteReader) take(n int) []byte {
	if n < 0 || n > len(r.data) {
		r.short = true
		return make([]byte, max(0, min(n, 1024)))
	}
	out := r.data[:n]
	r.data = r.data[n:]
	return out
}

func parseLetters(data []byte) (*letterModel, error) {
	r := &byteReader{data: data}
	m := &letterModel{order: int(r.take(1)[0]), byLetter: map[string][]uint16{}}
	if m.order < 1 || m.order > maxOrder {
		return nil, fmt.Errorf("its order is %d", m.order)
	}
	units := int(binary.LittleEndian.Uint16(r.take(2)))
	m.phones, m.primary = make([][]byte, units), make([]int, units)
	for unit := 2; unit < units && !r.short; unit++ {
		letters := string(r.take(int(r.take(1)[0])))
		m.phones[unit] = r.take(int(r.take(1)[0]))
		for _, code := range m.phones[unit] {
			if code >= Primary*64 {
				m.primary[unit]++
			}
			if int(code&63) >= len(symbols) || code>>6 > Primary {
				return nil, fmt.Errorf("it has the sound %d", code)
			}
		}
		m.byLetter[letters] = append(m.byLetter[letters], uint16(unit))
	}
	for _, table := range []*[256]int32{&m.pCost, &m.bCost} {
		raw := r.take(1024)
		for i := range table {
			table[i] = int32(binary.LittleEndian.Uint32(raw[4*i:]))
		}
	}
	sizes := make([]int, m.order)
	total := 0
	for level := range sizes {
		sizes[level] = int(binary.LittleEndian.Uint32(r.take(4)))
		total += sizes[level]
	}
	if r.short || total > len(r.data) {
		return nil, io.ErrUnexpectedEOF
	}
	m.unit, m.p, m.b = make([]uint16, 0, total), make([]byte, 0, total), make([]byte, 0, total)
	m.first = make([]uint32, 0, total+1)
	next := uint32(sizes[0])
	for level, size := range sizes {
		low, high := r.take(size), r.take(size)
		for i := range low {
			m.unit = append(m.unit, uint16(low[i])|uint16(high[i])<<8)
		}
		m.p = append(m.p, r.take(size)...)
		if level == m.order-1 {
			break
		}
		m.b = append(m.b, r.take(size)...)
		low, high = r.take(size), r.take(size)
		for i := range low {
			m.first = append(m.first, next)
			next += uint32(low[i]) | uint32(high[i])<<8
		}
	}
	m.first = append(m.first, next)
	if r.short || int(next) != len(m.unit) || len(m.unit) < units {
		return nil, io.ErrUnexpectedEOF
	}
	return m, nil
}

// child returns the node of unit under node, or -1.
func (m *letterModel) child(node int, unit uint16) int {
	if node+1 >= len(m.first) {
		return -1
	}
	low, high := int(m.first[node]), int(m.first[node+1])
	if place, found := slices.BinarySearch(m.unit[low:high], unit); found {
		return low + place
	}
	return -1
}

// history is the last units of a hypothesis, at most one less than the model's order.
type history struct {
	units [maxOrder - 1]uint16
	size  int
}

func (h history) add(unit uint16, limit int) history {
	if h.size == limit {
		copy(h.units[:], h.units[1:limit])
		h.size--
	}
	h.units[h.size] = unit
	h.size++
	return h
}

// contexts returns the nodes of the history's suffixes that the model holds, longest first.
func (m *letterModel) contexts(h history, to []int) []int {
	for start := range h.size {
		node := int(h.units[start])
		for _, unit := range h.units[start+1 : h.size] {
			if node = m.child(node, unit); node < 0 {
				break
			}
		}
		if node >= 0 {
			to = append(to, node)
		}
	}
	return to
}

func (m *letterModel) cost(contexts []int, unit uint16) int32 {
	var cost int32
	for _, node := range contexts {
		if child := m.child(node, unit); child >= 0 {
			return cost + m.pCost[m.p[child]]
		}
		if node < len(m.b) {
			cost += m.bCost[m.b[node]]
		}
	}
	return cost + m.pCost[m.p[unit]]
}

// hypothesis is one way to read the word so far; its units are found by following from.
type hypothesis struct {
	cost     int32
	stressed bool
	unit     uint16
	history  history
	from     *hypothesis
}

// pronounce reads a word of the letters a-z; "" when no row of units spells it.
func (m *letterModel) pronounce(word string) string {
	beams := make([][]hypothesis, len(word)+1)
	beams[0] = []hypothesis{{history: history{}.add(startUnit, m.order-1), unit: startUnit}}
	var buffer [maxOrder]int
	for place := range len(word) {
		beams[place] = narrow(beams[place])
		for i := range beams[place] {
			one := &beams[place][i]
			contexts := m.contexts(one.history, buffer[:0])
			for length := 1; length <= 2 && place+length <= len(word); length++ {
				for _, unit := range m.byLetter[word[place:place+length]] {
					if one.stressed && m.primary[unit] > 0 || m.primary[unit] > 1 {
						continue
					}
					beams[place+length] = append(beams[place+length], hypothesis{
						cost: one.cost + m.cost(contexts, unit), stressed: one.stressed || m.primary[unit] > 0,
						unit: unit, history: one.history.add(unit, m.order-1), from: one,
					})
				}
			}
		}
	}
	var best *hypothesis
	var bestCost int32
	last := narrow(beams[len(word)])
	for i := range last {
		one := &last[i]
		cost := one.cost + m.cost(m.contexts(one.history, buffer[:0]), endUnit)
		if !one.stressed {
			cost += noPrimaryCost
		}
		if best == nil || cost < bestCost {
			best, bestCost = one, cost
		}
	}
	return m.sound(best)
}

// narrow keeps the cheapest hypotheses, the earlier one first among equals; of those with the same future
// only the cheapest stays.
func narrow(all []hypothesis) []hypothesis {
	slices.SortStableFunc(all, func(a, b hypothesis) int { return cmp.Compare(a.cost, b.cost) })
	type future struct {
		history  history
		stressed bool
	}
	seen := make(map[future]bool, beamWidth)
	kept := all[:0]
	for _, one := range all {
		key := future{one.history, one.stressed}
		if seen[key] {
			continue
		}
		seen[key] = true
		if kept = append(kept, one); len(kept) == beamWidth {
			break
		}
	}
	return kept
}

func (m *letterModel) sound(last *hypothesis) string {
	var units []uint16
	for one := last; one != nil; one = one.from {
		units = append(units, one.unit)
	}
	var out strings.Builder
	for _, unit := range slices.Backward(units) {
		for _, code := range m.phones[unit] {
			switch code >> 6 {
			case Secondary:
				out.WriteRune(secondaryMark)
			case Primary:
				out.WriteRune(primaryMark)
			}
			out.WriteString(symbols[code&63])
		}
	}
	return out.String()
}
