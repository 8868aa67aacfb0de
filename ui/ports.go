// Package ui is the studio's window: the script in the middle, voices and roles at its side, the listening bench below. It
// holds no logic of its own; what it needs of the program it asks through the interfaces of this file.
package ui

import (
	"context"

	"voicewright/audio"
	"voicewright/deliver"
	"voicewright/farm"
	"voicewright/script"
	"voicewright/studio/desk"
	"voicewright/ui/catalogue"
	"voicewright/ui/listen"
	"voicewright/ui/pad"
	"voicewright/ui/references"
	"voicewright/voices/card"
	"voicewright/voices/wording"
)

// Studio is the program as the window sees it. Its methods are safe for concurrent use; those that take a context may
// take long and are called in the background, except for settings and cards.
type Studio interface {
	catalogue.Source
	catalogue.Comparer
	pad.Source
	references.Source
	references.Recorder

	OpenProject(ctx context.Context, folder string, onEvent func(desk.Event)) (Project, error)
	CreateProject(ctx context.Context, folder string, content script.Content, onEvent func(desk.Event)) (Project, error)
	RecentProjects(ctx context.Context) ([]desk.Recent, error)
	ForgetRecent(ctx context.Context, folder string) error
	ProjectsFolder() string
	Demo() script.Content

	Setting(ctx context.Context, key string) (value string, ok bool, err error)
	SetSetting(ctx context.Context, key, value string) error
	Words(ctx context.Context) ([]script.Word, error)
	SetWord(ctx context.Context, w script.Word) error
	DeleteWord(ctx context.Context, written string) error
	CheckWord(w script.Word) error // tells why a word cannot be spoken so

	Clips(ctx context.Context, id string) ([]card.Clip, error)
	Recording(ctx context.Context, path string) (audio.Buffer, error)
	UpdateVoice(ctx context.Context, id string, change func(*card.Card)) error
	Trash(ctx context.Context, ids ...string) error
	Restore(ctx context.Context, ids ...string) error
	EmptyTrash(ctx context.Context) error
	AddRecordings(ctx context.Context, about card.Card, sources []desk.Source, progress func(desk.Listening)) (card.Card, desk.Report, error)
	Improvable(ctx context.Context, id string) error // tells why no recordings can be added to a voice
	CheckImprovement(ctx context.Context, id string, sources []desk.Source, progress func(desk.Listening)) (desk.Report, error)
	Improve(ctx context.Context, id string, sources []desk.Source, progress func(desk.Listening)) (card.Card, desk.Report, error)
	ImportVoice(ctx context.Context, path string) (card.Card, error)
	ExportVoice(ctx context.Context, id, path string) error
	Describe(ctx context.Context, wish map[wording.Attribute]float64, seed uint64) (desk.Candidate, error)
	KeepDescribed(ctx context.Context, about card.Card, words string, wish map[wording.Attribute]float64, seed uint64) (card.Card, error)
	SketchEdit(ctx context.Context, id string, change map[wording.Attribute]float64) (audio.Buffer, error)
	Edit(ctx context.Context, id, name string, change map[wording.Attribute]float64) (card.Card, error)
	Blend(ctx context.Context, name string, weights map[string]float64) (card.Card, error)
	Preview(ctx context.Context, id string) (audio.Buffer, error)

	Engine(ctx context.Context) (name string, err error) // waits for the engine; the error says what is missing
	About() string                                       // versions, in a few lines
}

// Project is an open project. Document, Do, Undo, Redo and Items belong to the window's thread, the rest is safe for
// concurrent use.
type Project interface {
	Name() string
	Path() string
	ReadOnly() (reason string, yes bool)
	Document() *script.Document
	Do(script.Edit) (script.Delta, error)
	Undo() (script.Delta, bool)
	Redo() (script.Delta, bool)
	Items(lines []string) []deliver.Item
	Credits(ctx context.Context, items []deliver.Item) ([]deliver.Voice, error)

	Status(line string) script.Status
	Takes(line string) []script.Take
	Chosen(line string) (take script.Take, fits bool)
	Sound(ctx context.Context, t script.Take) (audio.Buffer, script.Trace, error)
	ChangeTake(id string, change func(*script.Take))
	DeleteTake(t script.Take)

	Render(lines []string, urgent bool)
	MoreTakes(lines []string, count int)
	Cancel(lines ...string)
	CancelAll()
	Pause()
	Resume()
	Progress() farm.Progress
	Close() error
}

// Player plays what the listening bench shows.
type Player interface {
	listen.Player
	Err() error // why there is no sound, or nil
	OnEnd(func())
}
