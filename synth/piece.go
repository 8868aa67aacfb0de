package synth

import "voicewright/synth/phoneme"

// piece is what one run of the model says: one sentence or a part of one, with the marks for begin and end.
type piece struct {
	sequence    phoneme.Sequence
	ids, stress []int64
	phone       []bool // whether the symbol sounds, as against a boundary
	accent      accent
}

// pieces cuts a sequence into what the model can take at once. Pieces in which nothing sounds are left out.
func pieces(sequence phoneme.Sequence) []piece {
	var all []piece
	for _, s := range sequence.Split(phoneme.MaxSymbols) {
		p := piece{sequence: s, ids: s.IDs(), stress: s.Stresses(), phone: make([]bool, len(s.Symbols))}
		speaks := false
		for i, id := range p.ids {
			p.phone[i] = id >= phoneme.PhoneBase
			speaks = speaks || p.phone[i]
		}
		if speaks {
			all = append(all, p)
		}
	}
	return all
}
