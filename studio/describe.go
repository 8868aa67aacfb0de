package studio

import (
	"context"
	"io/fs"

	"voicewright/assets"
	"voicewright/audio"
	"voicewright/prompts"
	"voicewright/studio/desk"
	"voicewright/synth"
	"voicewright/voices"
	"voicewright/voices/card"
	"voicewright/voices/describe"
	"voicewright/voices/wording"
)

// describedConsent stands where another voice has the consent of its speaker.
const describedConsent = "Made from words; nobody's recording"

// net waits for the engine and opens the describing net at its first use.
func (s *Studio) net(ctx context.Context) (*synth.Engine, *describe.Describer, error) {
	engine, err := s.Engine(ctx)
	if err != nil {
		return nil, nil, err
	}
	s.describing.Lock()
	defer s.describing.Unlock()
	if s.describer != nil {
		return engine, s.describer, nil
	}
	bundle := s.options.Models
	if bundle == nil {
		bundle = assets.Models()
	}
	files, err := fs.Sub(bundle, "describe")
	if err != nil {
		return nil, nil, err
	}
	s.describer, err = describe.Open(files, engine.Model(), s.options.Library)
	return engine, s.describer, err
}

// draw returns the candidate of a wish and a seed, at once where it was drawn a moment ago.
func (s *Studio) draw(ctx context.Context, engine *synth.Engine, net *describe.Describer, wish describe.Wish, seed uint64) (describe.Candidate, error) {
	return s.drawn.get(ctx, wish, seed, func(ctx context.Context) (describe.Candidate, error) { return net.Draw(ctx, engine, wish, seed) })
}

// Describe makes the voice that a seed stands for among those that fit a wish, and lets it speak. Nothing is kept.
func (s *Studio) Describe(ctx context.Context, wish map[wording.Attribute]float64, seed uint64) (desk.Candidate, error) {
	engine, net, err := s.net(ctx)
	if err != nil {
		return desk.Candidate{}, err
	}
	wish = describe.Wish(wish).Bounded()
	drawn, err := s.draw(ctx, engine, net, wish, seed)
	if err != nil {
		return desk.Candidate{}, err
	}
	c := desk.Candidate{Seed: seed, Traits: traits(wish, net.Among(wish, drawn.Heard))}
	_, c.Sound, err = describe.Heard(ctx, engine, drawn.Timbre, drawn.Manner, previewText)
	return c, err
}

// KeepDescribed puts the voice of a wish and a seed into the catalogue; what is known of it otherwise is taken from about.
// words are the description that the wish came of.
func (s *Studio) KeepDescribed(ctx context.Context, about card.Card, words string, wish map[wording.Attribute]float64, seed uint64) (card.Card, error) {
	engine, net, err := s.net(ctx)
	if err != nil {
		return card.Card{}, err
	}
	drawn, err := s.draw(ctx, engine, net, describe.Wish(wish).Bounded(), seed)
	if err != nil {
		return card.Card{}, err
	}
	m := engine.Model()
	v := &voices.Voice{
		Name: about.Name, Description: about.Description, Licence: about.Licence, Consent: describedConsent, Tags: about.Tags,
		Model: m.Name, ModelHash: m.VoiceHash(), Origin: voices.Origin{Words: words, Seed: seed}, Timbre: drawn.Timbre, Manner: drawn.Manner,
	}
	if v.Description == "" {
		v.Description = words
	}
	c := cardOf(v)
	c.Folder = about.Folder
	return s.keep(ctx, c, v, nil)
}

// Traits measures a voice of the catalogue.
func (s *Studio) Traits(ctx context.Context, id string) ([]desk.Trait, error) {
	engine, net, err := s.net(ctx)
	if err != nil {
		return nil, err
	}
	v, err := s.voice(ctx, id, nil)
	if err != nil {
		return nil, err
	}
	heard, _, err := describe.Heard(ctx, engine, v.Timbre, v.Manner, "")
	if err != nil {
		return nil, err
	}
	strengths, err := net.Strengths(ctx, v.Timbre, heard)
	return traits(nil, strengths), err
}

// SketchEdit speaks a short phrase with a voice of the catalogue as it would be with some attributes changed by so many
// deviations. Nothing is kept.
func (s *Studio) SketchEdit(ctx context.Context, id string, change map[wording.Attribute]float64) (audio.Buffer, error) {
	engine, v, err := s.edited(ctx, id, change)
	if err != nil {
		return audio.Buffer{}, err
	}
	return sketch(ctx, engine, v)
}

// Edit puts a changed voice beside the one it was made of.
func (s *Studio) Edit(ctx context.Context, id, name string, change map[wording.Attribute]float64) (card.Card, error) {
	_, v, err := s.edited(ctx, id, change)
	if err != nil {
		return card.Card{}, err
	}
	v.Name = name
	return s.keep(ctx, cardOf(v), v, nil)
}

// edited is a voice with some attributes changed. Its sums no longer belong to how it sounds, so it has none.
func (s *Studio) edited(ctx context.Context, id string, change map[wording.Attribute]float64) (*synth.Engine, *voices.Voice, error) {
	engine, net, err := s.net(ctx)
	if err != nil {
		return nil, nil, err
	}
	old, err := s.voice(ctx, id, nil)
	if err != nil {
		return nil, nil, err
	}
	v := *old
	v.Timbre, v.Manner, err = net.Edit(ctx, old.Timbre, old.Manner, describe.Wish(change).Bounded())
	v.Statistics = prompts.Statistics{}
	v.Origin = voices.Origin{Parts: []voices.Ingredient{{Name: old.Name, Timbre: voices.TimbreID(old.Timbre), Share: 1}}}
	return engine, &v, err
}

// traits lists all attributes with what was asked and what was measured.
func traits(wish, has describe.Wish) []desk.Trait {
	var all []desk.Trait
	for _, a := range describe.Attributes() {
		want, asked := wish[a]
		all = append(all, desk.Trait{Attribute: a, Asked: asked, Want: want, Has: has[a]})
	}
	return all
}
