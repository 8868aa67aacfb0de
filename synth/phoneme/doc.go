// Package phoneme turns spoken-form English text into the phoneme symbols the acoustic model reads.
//
// A word is looked up in the user's dictionary, then in the embedded lexicon; rules derive inflected and
// composed words from known ones, and a letter-to-sound model reads what is left. Homographs (read,
// record, close) are decided by the words around them, and function words take the form that running
// speech gives them (the before a vowel, to, a, of). Everything is deterministic, and the Python module
// training/phonemes.py does the same step for step, so that training and speaking agree.
package phoneme
