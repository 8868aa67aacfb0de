package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// item is one row of a list: what to say, with whose voice, under which name.
type item struct {
	ID     string
	Prompt string // path of the reference recording, or empty
	Voice  string // name of a voice, or empty
	Text   string
}

// maxLine is the longest row of a list, in bytes.
const maxLine = 4 << 20

// readList reads a list of tab-separated values: a header, then one row an item, with the columns id and text and, if wanted,
// prompt_wav and voice; other columns are passed over. There is no quoting: a quotation mark is part of the text.
// Prompt paths are relative to root.
func readList(path, root string) ([]item, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("the list %q cannot be read: %w", path, reason(err))
	}
	defer f.Close()
	items, err := parseList(f, root)
	if err != nil {
		return nil, fmt.Errorf("the list %q: %w", path, reason(err))
	}
	return items, nil
}

func parseList(r io.Reader, root string) ([]item, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	if !lines.Scan() {
		return nil, errors.Join(lines.Err(), errors.New("it is empty; a header with the columns id and text is needed"))
	}
	column := map[string]int{}
	for i, name := range strings.Split(strings.TrimSuffix(lines.Text(), "\r"), "\t") {
		column[strings.TrimPrefix(name, "\ufeff")] = i
	}
	for _, name := range []string{"id", "text"} {
		if _, ok := column[name]; !ok {
			return nil, fmt.Errorf("its first line has no column %q; the columns are parted by tabs", name)
		}
	}
	var items []item
	seen := map[string]int{}
	for number := 2; lines.Scan(); number++ {
		line := strings.TrimSuffix(lines.Text(), "\r")
		if line == "" {
			continue
		}
		cells := strings.Split(line, "\t")
		cell := func(name string) string {
			if i, ok := column[name]; ok && i < len(cells) {
				return cells[i]
			}
			return ""
		}
		it := item{ID: cell("id"), Text: cell("text"), Voice: cell("voice"), Prompt: cell("prompt_wav")}
		if !isFileName(it.ID) {
			return nil, fmt.Errorf("line %d: the id %q cannot be a file name", number, it.ID)
		}
		if before, ok := seen[it.ID]; ok {
			return nil, fmt.Errorf("line %d: the id %q was already given in line %d", number, it.ID, before)
		}
		seen[it.ID] = number
		if it.Prompt != "" && !filepath.IsAbs(it.Prompt) {
			it.Prompt = filepath.Join(root, it.Prompt)
		}
		items = append(items, it)
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if len(items) == 0 {
		return nil, errors.New("it has no rows after its header")
	}
	return items, nil
}

// isFileName tells whether s names a file in one folder: an id from a list must not write elsewhere.
func isFileName(s string) bool {
	return s != "" && s != "." && s != ".." && !strings.ContainsAny(s, "/\\:\x00") && len(s) < 200
}
