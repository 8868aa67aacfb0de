package store

import (
	"context"
	"database/sql"

	"voicewright/voices/card"
)

// Clips returns the recordings that a voice was made of, in their order. Whether they are still there is not looked at.
func (l *Library) Clips(ctx context.Context, id string) ([]card.Clip, error) {
	var all []card.Clip
	err := collect(ctx, l.db.read, func(rows *sql.Rows) error {
		var c card.Clip
		var changed int64
		err := rows.Scan(&c.Path, &c.Name, &c.SHA256, &c.Used, &c.Size, &changed)
		c.Changed = fromNano(changed)
		all = append(all, c)
		return err
	}, `SELECT path, clips.name, sha256, clips.used, size, changed FROM clips JOIN voices ON voice = number WHERE id = ? ORDER BY clips.place`, id)
	return all, failure("list the recordings of a voice", err)
}

// ClipsLike returns where this machine saw files of a content, whichever voice was made of them.
func (l *Library) ClipsLike(ctx context.Context, sha256 string) (paths []string, err error) {
	paths, err = texts(ctx, l.db.read, "SELECT DISTINCT path FROM clips WHERE sha256 = ? AND path <> '' ORDER BY path", sha256)
	return paths, failure("look for a recording", err)
}

// writeClips keeps the recordings of the voice with a number, and no others.
func writeClips(ctx context.Context, tx *sql.Tx, number int64, clips []card.Clip) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM clips WHERE voice = ?", number); err != nil {
		return err
	}
	for i, c := range clips {
		const statement = "INSERT INTO clips (voice, place, path, name, sha256, used, size, changed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
		if _, err := tx.ExecContext(ctx, statement, number, i, c.Path, c.Name, c.SHA256, c.Used, c.Size, nano(c.Changed)); err != nil {
			return err
		}
	}
	return nil
}
