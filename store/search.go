package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"voicewright/voices/card"
)

// How a search stays fast among 100,000 voices. Each condition of a query (words, tag, folder, favourites, stars) is a list of
// voices that an index gives. When the shortest of them is short, its voices are looked at and sorted. When all are long,
// the voices are walked in the order that is asked for, which an index gives too, and the walk ends with the page: among
// many hits a page is soon full. What the walk meets is looked up in the lists; for words in very long ones that is done
// in the word index itself, one voice after the other, because making the list would cost more than the walk. SQLite cannot
// know how long the lists are, so they are counted first, up to a limit, and the unary + in the statements keeps it from
// choosing otherwise.

// shortList is the number of voices up to which looking at all hits beats the walk, and longList the number from which
// looking voices up in the word index, nearFirst of them at most, beats making the list.
const (
	shortList = 2_000
	longList  = 40_000
	nearFirst = 200
)

// A condition is a query for the numbers of voices.
type condition struct {
	query string // of one column, "number"
	args  []any
	size  int    // counted up to longList+1
	probe string // tells whether one voice is in the list, with the same args; empty where the list is as good
}

// ways has for each order the index to walk and the order in SQL, after "trashed".
var ways = map[card.Sort]struct {
	index string
	order []string
}{
	card.ByName:   {"voices_by_name", []string{"place"}},
	card.ByAdded:  {"voices_by_added", []string{"added DESC", "place"}},
	card.ByUsed:   {"voices_by_used", []string{"used DESC", "place"}},
	card.ByPitch:  {"voices_by_pitch", []string{"iif(pitch > 0, pitch, 1e9)", "place"}},
	card.ByRating: {"voices_by_rating", []string{"rating DESC", "place"}},
}

// Voices returns the cards of the voices that q selects. Those of which the pitch is not known come last by pitch.
func (l *Library) Voices(ctx context.Context, q card.Query) ([]card.Card, error) {
	const what = "search the voices"
	conditions, err := l.measured(ctx, conditionsOf(q))
	if err != nil {
		return nil, failure(what, err)
	}
	query, args := pageQuery(q, conditions)
	var all []card.Card
	err = collect(ctx, l.db.read, func(rows *sql.Rows) error {
		c, err := readCard(rows)
		all = append(all, c)
		return err
	}, query, args...)
	return all, failure(what, err)
}

// pageQuery returns the statement that reads the page that q asks for.
func pageQuery(q card.Query, conditions []condition) (string, []any) {
	way, ok := ways[q.Sort]
	if !ok {
		way = ways[card.ByName]
	}
	var s strings.Builder
	var args []any
	s.WriteString("SELECT " + cardColumns + " FROM voices")
	plus := ""
	if len(conditions) > 0 && conditions[0].size <= shortList {
		plus = "+"
		s.WriteString(" WHERE number IN (" + conditions[0].query + ")")
		args = append(args, conditions[0].args...)
		conditions = conditions[1:]
	} else {
		s.WriteString(" INDEXED BY " + way.index + " WHERE trashed = ?")
		args = append(args, q.Trash)
	}
	near := q.Limit > 0 && q.Limit+q.Offset <= nearFirst
	for _, c := range conditions {
		if c.probe != "" && c.size > longList && near {
			s.WriteString(" AND EXISTS (" + c.probe + ")")
		} else {
			s.WriteString(" AND +number IN (" + c.query + ")")
		}
		args = append(args, c.args...)
	}
	for i, column := range way.order {
		if i == 0 {
			s.WriteString(" ORDER BY " + plus + column)
		} else {
			s.WriteString(", " + plus + column)
		}
	}
	s.WriteString(", number LIMIT ? OFFSET ?")
	limit := q.Limit
	if limit <= 0 {
		limit = -1
	}
	return s.String(), append(args, limit, max(q.Offset, 0))
}

// CountVoices returns how many voices q selects, whatever its limit.
func (l *Library) CountVoices(ctx context.Context, q card.Query) (int, error) {
	const what = "count the voices"
	conditions := conditionsOf(q)
	if len(conditions) > 1 {
		var err error
		if conditions, err = l.measured(ctx, conditions); err != nil {
			return 0, failure(what, err)
		}
	}
	query, args := "SELECT count(*) FROM voices WHERE trashed = ?", []any{q.Trash}
	switch len(conditions) {
	case 0:
	case 1:
		query, args = "SELECT count(*) FROM ("+conditions[0].query+")", conditions[0].args
	default:
		query, args = "SELECT count(*) FROM ("+conditions[0].query+") AS hits WHERE", slices.Clone(conditions[0].args)
		for i, c := range conditions[1:] {
			if i > 0 {
				query += " AND"
			}
			query += " +hits.number IN (" + c.query + ")"
			args = append(args, c.args...)
		}
	}
	var n int
	err := l.db.read.QueryRowContext(ctx, query, args...).Scan(&n)
	return n, failure(what, err)
}

// conditionsOf returns what q asks for beside the trash.
func conditionsOf(q card.Query) []condition {
	var all []condition
	if words := foldWords(q.Text); len(words) > 0 {
		table := wordTable(q.Trash)
		match := `"` + strings.Join(words, `"* "`) + `"*`
		query := "SELECT rowid AS number FROM " + table + " WHERE " + table + " MATCH ?"
		all = append(all, condition{query: query, args: []any{match}, probe: query + " AND rowid = voices.number"})
	}
	if q.Tag != "" {
		all = append(all, condition{query: "SELECT voice AS number FROM tags WHERE trashed = ? AND tag = ?", args: []any{q.Trash, q.Tag}})
	}
	if folder := tidyFolder(q.Folder); folder != "" {
		all = append(all, condition{
			query: `SELECT number FROM voices INDEXED BY voices_by_folder WHERE trashed = ? AND folder = ? UNION ALL
				SELECT number FROM voices INDEXED BY voices_by_folder WHERE trashed = ? AND folder > ? AND folder < ?`,
			args: []any{q.Trash, folder, q.Trash, folder + "/", folder + "0"}, // "0" comes after "/"
		})
	}
	if q.Favourites {
		all = append(all, condition{
			query: "SELECT number FROM voices INDEXED BY favourite_voices WHERE trashed = ? AND favourite = 1", args: []any{q.Trash}})
	}
	if q.Stars > 0 {
		all = append(all, condition{
			query: "SELECT number FROM voices INDEXED BY voices_by_rating WHERE trashed = ? AND rating >= ?", args: []any{q.Trash, q.Stars}})
	}
	return all
}

// measured counts the lists of conditions and puts the shortest first.
func (l *Library) measured(ctx context.Context, all []condition) ([]condition, error) {
	for i := range all {
		c := &all[i]
		count := "SELECT count(*) FROM (SELECT 1 FROM (" + c.query + ") LIMIT ?)"
		if err := l.db.read.QueryRowContext(ctx, count, append(slices.Clone(c.args), longList+1)...).Scan(&c.size); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(all, func(a, b condition) int { return a.size - b.size })
	return all, nil
}

// Tags returns the tags of the voices that are not in the trash, in their order.
func (l *Library) Tags(ctx context.Context) ([]string, error) {
	all, err := l.distinct(ctx, "tags", "tag")
	return all, failure("list the tags", err)
}

// Folders returns the folders of the voices that are not in the trash, in their order, without the top.
func (l *Library) Folders(ctx context.Context) ([]string, error) {
	all, err := l.distinct(ctx, "voices", "folder")
	return slices.DeleteFunc(all, func(folder string) bool { return folder == "" }), failure("list the folders", err)
}

// distinct returns the different values of a column. It jumps from one to the next in an index, so that 100,000 voices
// with ten tags cost ten steps.
func (l *Library) distinct(ctx context.Context, table, column string) ([]string, error) {
	least := "SELECT min(" + column + ") FROM " + table + " WHERE trashed = 0"
	return texts(ctx, l.db.read, `WITH RECURSIVE found(value) AS (`+least+`
		UNION ALL SELECT (`+least+` AND `+column+` > found.value) FROM found WHERE found.value IS NOT NULL)
		SELECT value FROM found WHERE value IS NOT NULL`)
}

// Limits of a search: of a word, in runes, and of their number.
const (
	longestWord = 40
	mostWords   = 500
)

// foldWords returns the different words of texts in the form in which they are searched for: without accents and
// capitals, letters and digits only. Every sign of a script without spaces counts as a word.
func foldWords(texts ...string) []string {
	seen := map[string]bool{}
	var words []string
	var word []rune
	end := func() {
		if w := string(word[:min(len(word), longestWord)]); w != "" && !seen[w] && len(words) < mostWords {
			seen[w] = true
			words = append(words, w)
		}
		word = word[:0]
	}
	for _, text := range texts {
		for _, r := range cases.Fold().String(norm.NFKD.String(text)) {
			switch {
			case unicode.Is(unicode.Mn, r):
			case !unicode.IsLetter(r) && !unicode.IsNumber(r):
				end()
			case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai):
				end()
				word = append(word, r)
				end()
			default:
				word = append(word, r)
			}
		}
		end()
	}
	return words
}
