package script

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

var (
	roleHeads = wordSet("role speaker character name voice actor who person sprecher rolle figur")
	textHeads = wordSet("text line lines dialogue dialog content sentence script says transcript words utterance satz")
)

// looksLikeRows reports whether a text is rows copied out of a table: every line has the same tabs. cut says that the
// last line is not whole.
func looksLikeRows(head string, cut bool) bool {
	lines := strings.Split(head, "\n")
	if cut {
		lines = lines[:len(lines)-1]
	}
	tabs, rows := 0, 0
	for _, line := range lines {
		n := strings.Count(strings.TrimRight(line, "\n"), "\t")
		if strings.TrimSpace(line) == "" {
			continue
		}
		if strings.HasPrefix(line, "\t") || n == 0 || rows > 0 && n != tabs {
			return false
		}
		tabs = n
		rows++
	}
	return rows > 1
}

// table reads rows of role and text.
func (m *manuscript) table(written string) {
	rows := readRows(breaks(written), delimiter(written))
	role, text, headed := columns(rows)
	if headed {
		rows = rows[1:]
	}
	for _, row := range rows {
		if text >= len(row) {
			continue
		}
		speaker := ""
		if role >= 0 && role < len(row) && !m.options.NoRoles {
			speaker = strings.Trim(strings.Join(strings.Fields(row[role]), " "), ":*")
		}
		for _, paragraph := range strings.Split(row[text], "\n\n") {
			m.add(spokenBlock, speaker, "", underscores(strings.Join(strings.Fields(paragraph), " ")))
		}
	}
}

// delimiter is the sign that stands in most of the first lines, the rarer one where several do.
func delimiter(written string) rune {
	lines := strings.SplitN(written, "\n", 21)
	best, most := ',', 0
	for _, sign := range "\t|;," {
		count := 0
		for _, line := range lines[:min(len(lines), 20)] {
			if strings.ContainsRune(line, sign) {
				count++
			}
		}
		if count > most {
			best, most = sign, count
		}
	}
	return best
}

// readRows reads a table with quotes as RFC 4180 has them. Where they are broken it goes on without quotes.
func readRows(written string, sign rune) [][]string {
	r := csv.NewReader(strings.NewReader(written))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = sign, -1, true
	var rows [][]string
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			break
		}
		rows = append(rows, row)
	}
	rows = rows[:0]
	for _, line := range strings.Split(written, "\n") {
		if strings.TrimSpace(line) != "" {
			rows = append(rows, strings.Split(line, string(sign)))
		}
	}
	return rows
}

// columns finds which column is the role, -1 for none, and which the text, and whether the first row names them.
func columns(rows [][]string) (role, text int, headed bool) {
	if len(rows) == 0 {
		return -1, 0, false
	}
	role, text = -1, -1
	for i, cell := range rows[0] {
		switch head := strings.ToLower(strings.TrimSpace(cell)); {
		case roleHeads[head] && role < 0:
			role = i
		case textHeads[head] && text < 0:
			text = i
		}
	}
	if text >= 0 {
		return role, text, true
	}
	// Without names the text is the longest column, and the role a short one with few different entries.
	sizes, kinds, count := []int{}, []map[string]bool{}, 0
	for _, row := range rows[:min(len(rows), 500)] {
		for i, cell := range row {
			if i >= len(sizes) {
				sizes, kinds = append(sizes, 0), append(kinds, map[string]bool{})
			}
			sizes[i] += utf8.RuneCountInString(cell)
			kinds[i][cell] = true
		}
		count++
	}
	text = 0
	for i, size := range sizes {
		if size > sizes[text] {
			text = i
		}
	}
	role = -1
	for i, size := range sizes {
		if i != text && size > 0 && size <= 30*count && !numbers(kinds[i]) && (role < 0 || len(kinds[i]) < len(kinds[role])) {
			role = i
		}
	}
	return role, text, false
}

// numbers reports whether all entries of a column are numbers or times.
func numbers(entries map[string]bool) bool {
	for entry := range entries {
		if strings.Trim(entry, "0123456789.,:-> \t") != "" {
			return false
		}
	}
	return true
}
