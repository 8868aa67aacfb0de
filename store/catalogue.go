package store

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"voicewright/voices/card"
	"voicewright/voices/ear"
)

const cardColumns = "id, name, description, folder, tags, favourite, builtin, licence, consent, model, added, used, uses, trashed, pitch, spread, seconds, colour, seed, rating, revision"

// A row is anything that Scan can read from.
type row interface{ Scan(into ...any) error }

// readCard reads cardColumns, and more columns after them.
func readCard(from row, more ...any) (c card.Card, err error) {
	var tags string
	var added, used, seed int64
	var colour []byte
	err = from.Scan(append([]any{&c.ID, &c.Name, &c.Description, &c.Folder, &tags, &c.Favourite, &c.Builtin, &c.Licence, &c.Consent,
		&c.ModelHash, &added, &used, &c.Uses, &c.Trashed, &c.Pitch, &c.Spread, &c.Seconds, &colour, &seed,
		&c.Rating, &c.Revision}, more...)...)
	if tags != "" {
		c.Tags = strings.Split(tags, "\n")
	}
	c.Added, c.Used, c.Seed = fromNano(added), fromNano(used), uint64(seed)
	for ; len(colour) >= 4; colour = colour[4:] {
		c.Colour = append(c.Colour, math.Float32frombits(binary.LittleEndian.Uint32(colour)))
	}
	return c, err
}

// Voice returns a voice with its file, also from the trash.
func (l *Library) Voice(ctx context.Context, id string) (c card.Card, file []byte, err error) {
	const what = "read a voice"
	const query = "SELECT " + cardColumns + ", data FROM voices JOIN files ON voice = number WHERE id = ?"
	c, err = readCard(l.db.read.QueryRowContext(ctx, query, id), &file)
	if errors.Is(err, sql.ErrNoRows) {
		return card.Card{}, nil, fmt.Errorf("%s: %q: %w", what, id, ErrNotFound)
	}
	return c, file, failure(what, err)
}

// An Entry is a voice with all that the catalogue keeps of it.
type Entry struct {
	Card  card.Card
	File  []byte      // the voice file
	Ear   ear.Ear     // how it sounds, for the search by ear; empty where that is not known
	Clips []card.Clip // the recordings that it was made of, in their order
}

// PutVoice adds a voice, or replaces the one with the same ID. A voice without a time is added now.
func (l *Library) PutVoice(ctx context.Context, e Entry) error {
	return l.update(ctx, "add the voice", func(tx *sql.Tx) error { return putVoice(ctx, tx, newAlphabet(), e) })
}

func putVoice(ctx context.Context, tx *sql.Tx, a *alphabet, e Entry) error {
	c := e.Card
	if c.ID == "" {
		return errors.New("it has no ID")
	}
	if c.Added.IsZero() {
		c.Added = time.Now()
	}
	old, err := findCard(ctx, tx, c.ID)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	number, err := writeCard(ctx, tx, a, c, old)
	if err != nil {
		return err
	}
	if err := writeFile(ctx, tx, number, e.File); err != nil {
		return err
	}
	if err := writeClips(ctx, tx, number, e.Clips); err != nil {
		return err
	}
	return writeEar(ctx, tx, number, e.Ear)
}

// findCard returns a card, or an empty one and ErrNotFound.
func findCard(ctx context.Context, tx *sql.Tx, id string) (card.Card, error) {
	c, err := readCard(tx.QueryRowContext(ctx, "SELECT "+cardColumns+" FROM voices WHERE id = ?", id))
	if errors.Is(err, sql.ErrNoRows) {
		return card.Card{}, fmt.Errorf("%q: %w", id, ErrNotFound)
	}
	return c, err
}

// UpdateVoice changes what is known of a voice. Its ID stays.
func (l *Library) UpdateVoice(ctx context.Context, id string, change func(*card.Card)) error {
	return l.update(ctx, "change the voice", func(tx *sql.Tx) error { return updateVoice(ctx, tx, id, change) })
}

func updateVoice(ctx context.Context, tx *sql.Tx, id string, change func(*card.Card)) error {
	old, err := findCard(ctx, tx, id)
	if err != nil {
		return err
	}
	c := old
	c.Tags, c.Colour = slices.Clone(old.Tags), slices.Clone(old.Colour)
	change(&c)
	c.ID = id
	_, err = writeCard(ctx, tx, newAlphabet(), c, old)
	return err
}

// Trash puts voices into the trash, all of them or none. Voices that come with the program stay: ErrBuiltin.
func (l *Library) Trash(ctx context.Context, ids ...string) error {
	return l.update(ctx, "move voices to the trash", func(tx *sql.Tx) error {
		for _, id := range ids {
			builtin := ""
			if err := updateVoice(ctx, tx, id, func(c *card.Card) {
				c.Trashed = true
				if c.Builtin {
					builtin = c.Name
				}
			}); err != nil {
				return err
			}
			if builtin != "" {
				return fmt.Errorf("%q: %w", builtin, ErrBuiltin)
			}
		}
		return nil
	})
}

// Restore takes voices out of the trash, all of them or none.
func (l *Library) Restore(ctx context.Context, ids ...string) error {
	return l.update(ctx, "bring voices back from the trash", func(tx *sql.Tx) error {
		for _, id := range ids {
			if err := updateVoice(ctx, tx, id, func(c *card.Card) { c.Trashed = false }); err != nil {
				return err
			}
		}
		return nil
	})
}

// EmptyTrash deletes the voices in the trash with their files, for good.
func (l *Library) EmptyTrash(ctx context.Context) error {
	return l.update(ctx, "empty the trash", func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM trash_words WHERE rowid IN (SELECT number FROM voices WHERE trashed)"); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "DELETE FROM voices WHERE trashed = 1")
		return err
	})
}

// Used notes that a line was rendered with a voice. A voice that is not in the catalogue is passed over.
func (l *Library) Used(ctx context.Context, id string) error {
	return l.exec(ctx, "count a use of the voice", "UPDATE voices SET uses = uses + 1, used = ? WHERE id = ?", time.Now().UnixNano(), id)
}

// writeCard adds a card, or changes the old one with its ID, keeps its tags and words findable, and returns its number. An
// old card without an ID is none.
func writeCard(ctx context.Context, tx *sql.Tx, a *alphabet, c, old card.Card) (number int64, err error) {
	c.Folder, c.Tags, c.Rating = tidyFolder(c.Folder), tidyTags(c.Tags), min(max(c.Rating, 0), card.MostStars)
	colour := make([]byte, 0, 4*len(c.Colour))
	for _, v := range c.Colour {
		colour = binary.LittleEndian.AppendUint32(colour, math.Float32bits(v))
	}
	const statement = `INSERT INTO voices (place, ` + cardColumns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET place = excluded.place, name = excluded.name, description = excluded.description,
			folder = excluded.folder, tags = excluded.tags, favourite = excluded.favourite, builtin = excluded.builtin,
			licence = excluded.licence, consent = excluded.consent, model = excluded.model, added = excluded.added,
			used = excluded.used, uses = excluded.uses, trashed = excluded.trashed, pitch = excluded.pitch,
			spread = excluded.spread, seconds = excluded.seconds, colour = excluded.colour, seed = excluded.seed,
			rating = excluded.rating, revision = excluded.revision
		RETURNING number`
	err = tx.QueryRowContext(ctx, statement, a.place(c.Name), c.ID, c.Name, c.Description, c.Folder, strings.Join(c.Tags, "\n"), c.Favourite,
		c.Builtin, c.Licence, c.Consent, c.ModelHash, nano(c.Added), nano(c.Used), c.Uses, c.Trashed, c.Pitch, c.Spread, c.Seconds,
		colour, int64(c.Seed), c.Rating, c.Revision).Scan(&number)
	if err != nil {
		return 0, err
	}
	if err := writeTags(ctx, tx, number, c, old); err != nil {
		return 0, err
	}
	return number, writeWordsOf(ctx, tx, number, c, old)
}

// writeTags puts the tags of a card into the table from which they are listed.
func writeTags(ctx context.Context, tx *sql.Tx, number int64, c, old card.Card) error {
	if c.Trashed == old.Trashed && slices.Equal(c.Tags, old.Tags) {
		return nil
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM tags WHERE voice = ?", number); err != nil {
		return err
	}
	for _, tag := range c.Tags {
		const statement = "INSERT OR IGNORE INTO tags (trashed, tag, voice) VALUES (?, ?, ?)" // "Warm" and "warm" are one
		if _, err := tx.ExecContext(ctx, statement, c.Trashed, tag, number); err != nil {
			return err
		}
	}
	return nil
}

// writeWordsOf puts the words of a card into the table in which they are searched for, and out of the other one.
func writeWordsOf(ctx context.Context, tx *sql.Tx, number int64, c, old card.Card) error {
	words := wordsOf(c)
	if old.ID != "" {
		if c.Trashed == old.Trashed && words == wordsOf(old) {
			return nil
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+wordTable(old.Trashed)+" WHERE rowid = ?", number); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO "+wordTable(c.Trashed)+" (rowid, words) VALUES (?, ?)", number, words)
	return err
}

func wordsOf(c card.Card) string {
	return strings.Join(foldWords(c.Name, c.Description, strings.Join(c.Tags, " ")), " ")
}

func wordTable(trashed bool) string {
	if trashed {
		return "trash_words"
	}
	return "live_words"
}

// tidyFolder brings a path in the catalogue into the form "a/b".
func tidyFolder(path string) string {
	var parts []string
	for _, part := range strings.Split(path, "/") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "/")
}

// tidyTags drops empty and repeated tags and line ends in them.
func tidyTags(tags []string) []string {
	var tidy []string
	for _, tag := range tags {
		tag = strings.Join(strings.Fields(tag), " ")
		if tag != "" && !slices.Contains(tidy, tag) {
			tidy = append(tidy, tag)
		}
	}
	return tidy
}

// An alphabet gives names their place in the order of people: whatever the capitals and accents, and 9 before 10. It is
// not safe for concurrent use.
type alphabet struct {
	order *collate.Collator
	key   collate.Buffer
}

func newAlphabet() *alphabet {
	return &alphabet{order: collate.New(language.Und, collate.Loose, collate.Numeric)}
}

// place returns bytes that sort as the name does.
func (a *alphabet) place(name string) []byte {
	a.key.Reset()
	return slices.Clone(a.order.KeyFromString(&a.key, name))
}
