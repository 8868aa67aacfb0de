package studio

import (
	"context"
	"slices"

	"voicewright/audio"
	"voicewright/deliver"
	"voicewright/script"
)

// Items are the lines of the script that have something to say, in order, as an export takes them: those named, or all for
// none. A line without a take that fits has no sound. It belongs to the goroutine of the window, as it reads the document.
func (p *Project) Items(lines []string) []deliver.Item {
	wanted := map[string]bool{}
	for _, id := range lines {
		wanted[id] = true
	}
	var items []deliver.Item
	chapter := ""
	for i := range p.document.Len() {
		line := p.document.Line(i)
		if line.Kind == script.Heading {
			chapter = script.Plain(line.Text)
		}
		if len(wanted) > 0 && !wanted[line.ID] || p.Status(line.ID).State == script.Silent {
			continue
		}
		item := deliver.Item{Line: line, Index: i + 1, Role: p.document.RoleOf(line).Name, Chapter: chapter, Gap: p.document.GapAfter(i),
			Text: script.Plain(line.Text)}
		if take, fits := p.Chosen(line.ID); fits {
			item.Take, item.Seconds = take, take.Seconds
			item.Prosody, _ = p.document.RoleOf(line).ProsodyOf() // as it is now, or the take would not fit
			item.Number = 1 + slices.IndexFunc(p.Takes(line.ID), func(t script.Take) bool { return t.ID == take.ID })
			item.Sound = func(ctx context.Context) (audio.Buffer, error) { return p.store.Sound(ctx, take) }
		}
		items = append(items, item)
	}
	return items
}

// Credits are the voices of takes, and those that their rhythm and melody are of, for the note of provenance.
func (p *Project) Credits(ctx context.Context, items []deliver.Item) ([]deliver.Voice, error) {
	var credits []deliver.Voice
	known := map[string]bool{"": true}
	for _, item := range items {
		for _, id := range []string{item.Take.Voice, item.Prosody} {
			if known[id] {
				continue
			}
			known[id] = true
			c, _, err := p.studio.Voice(ctx, id)
			if err != nil {
				if c, _, err = p.store.Voice(ctx, id); err != nil {
					return nil, err
				}
			}
			credits = append(credits, deliver.Voice{ID: id, Name: c.Name, Licence: c.Licence, Consent: c.Consent})
		}
	}
	return credits, nil
}
