// Package desktop brings studio, player and window together: the one place that knows all three.
package desktop

import (
	"context"
	"fmt"
	"runtime"

	"fyne.io/fyne/v2"

	"voicewright/audio/play"
	"voicewright/script"
	"voicewright/studio"
	"voicewright/studio/desk"
	"voicewright/ui"
	"voicewright/ui/listen"
)

// New makes the window of a studio. The studio and the player are closed by whoever opened them, after the window.
func New(app fyne.App, s *studio.Studio, player *play.Player, options ui.Options) *ui.Window {
	return ui.New(app, rooms{s}, deck{player}, options)
}

// rooms is the studio in the form in which the window takes it.
type rooms struct{ *studio.Studio }

// OpenProject implements ui.Studio.
func (r rooms) OpenProject(ctx context.Context, folder string, onEvent func(desk.Event)) (ui.Project, error) {
	p, err := r.Studio.OpenProject(ctx, folder, onEvent)
	if err != nil {
		return nil, err // not p, which would be an interface that is not nil
	}
	return p, nil
}

// CreateProject implements ui.Studio.
func (r rooms) CreateProject(ctx context.Context, folder string, content script.Content, onEvent func(desk.Event)) (ui.Project, error) {
	p, err := r.Studio.CreateProject(ctx, folder, content, onEvent)
	if err != nil {
		return nil, err
	}
	return p, nil
}

// Engine implements ui.Studio.
func (r rooms) Engine(ctx context.Context) (string, error) {
	engine, err := r.Studio.Engine(ctx)
	if err != nil {
		return "", err
	}
	return engine.Model().Name + " " + engine.Model().ShortHash(), nil
}

// ProjectsFolder implements ui.Studio.
func (r rooms) ProjectsFolder() string { return r.Places().Projects }

// About implements ui.Studio.
func (r rooms) About() string {
	return fmt.Sprintf("Voicewright %s\n%s on %s/%s\nData: %s\nLog: %s", studio.Version(), runtime.Version(), runtime.GOOS, runtime.GOARCH,
		r.Places().Data, r.Places().LogFile())
}

// deck is the player in the form in which the window takes it.
type deck struct{ *play.Player }

// Load implements listen.Player.
func (d deck) Load(tracks ...listen.Track) {
	all := make([]play.Track, len(tracks))
	for i, t := range tracks {
		all[i] = play.Track{Name: t.Name, Sound: t.Sound, Gain: t.Gain}
	}
	d.Player.Load(all...)
}

// State implements listen.Player.
func (d deck) State() listen.State { return listen.State(d.Player.State()) }
