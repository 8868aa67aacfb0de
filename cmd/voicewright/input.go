package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxText is the largest text that is read, in bytes: far above any book, far below what would fill the memory.
const maxText = 64 << 20

// readText returns the text to speak: the words of the command line, a file, or standard input for "-". Exactly one is given.
func readText(words, file string, stdin io.Reader) (string, error) {
	var raw []byte
	var err error
	from := "the text"
	switch {
	case words != "" && file != "":
		return "", usagef("there is a text and a --file; give one of them")
	case words == "-" || file == "-":
		from = "standard input"
		raw, err = readAll(stdin)
	case file != "":
		from = fmt.Sprintf("the text file %q", file)
		raw, err = readFile(file)
	default:
		raw = []byte(words)
	}
	if err != nil {
		return "", fmt.Errorf("%s cannot be read: %w", from, reason(err))
	}
	return decode(raw, from)
}

func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readAll(f)
}

func readAll(r io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxText+1))
	if err == nil && len(raw) > maxText {
		err = fmt.Errorf("it is larger than %d MB; split it", maxText>>20)
	}
	return raw, err
}

// decode turns bytes into text. UTF-8 and, because Windows editors write it, UTF-16 with its mark are understood.
func decode(raw []byte, from string) (string, error) {
	var ok bool
	switch {
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE}):
		raw, ok = fromUTF16(raw[2:], binary.LittleEndian)
	case bytes.HasPrefix(raw, []byte{0xFE, 0xFF}):
		raw, ok = fromUTF16(raw[2:], binary.BigEndian)
	default:
		raw = bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))
		ok = utf8.Valid(raw)
	}
	if !ok || bytes.IndexByte(raw, 0) >= 0 {
		return "", fmt.Errorf("%s is not plain text in UTF-8; save it as UTF-8 text and try again", from)
	}
	text := string(raw)
	if strings.TrimSpace(text) == "" {
		return "", fmt.Errorf("%s is empty, so there is nothing to say", from)
	}
	return text, nil
}

// fromUTF16 turns UTF-16 into UTF-8; false if it is broken.
func fromUTF16(raw []byte, order binary.ByteOrder) ([]byte, bool) {
	var out []byte
	for ; len(raw) >= 2; raw = raw[2:] {
		r := rune(order.Uint16(raw))
		if utf16.IsSurrogate(r) {
			if len(raw) < 4 {
				return nil, false
			}
			if r = utf16.DecodeRune(r, rune(order.Uint16(raw[2:]))); r == utf8.RuneError {
				return nil, false
			}
			raw = raw[2:]
		}
		out = utf8.AppendRune(out, r)
	}
	return out, len(raw) == 0
}

// makeFolder makes a folder for output, with those that it lies in.
func makeFolder(path string) error {
	if err := os.MkdirAll(path, 0o777); err != nil {
		return fmt.Errorf("the folder %q cannot be made: %w", path, reason(err))
	}
	return nil
}

// reason strips the operation and the path from a file error: the sentence around it already names them.
func reason(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.Err
	}
	return err
}
