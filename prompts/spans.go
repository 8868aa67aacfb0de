package prompts

// spans collects regions in order, joining those that nearly touch. However long the recording, it keeps a bounded number:
// when there are too many, it forgives wider gaps.
type spans struct {
	regions []Region
	gap     float64 // seconds that are forgiven
}

const (
	mostSpans    = 200
	forgivenGap  = 0.5 // seconds at first
	shortestSpan = 0.1 // seconds to which a moment is widened, so that it can be seen
)

func (s *spans) add(start, end float64) {
	end = max(end, start+shortestSpan)
	if s.gap == 0 {
		s.gap = forgivenGap
	}
	if n := len(s.regions); n > 0 && start <= s.regions[n-1].End+s.gap {
		s.regions[n-1].End = max(s.regions[n-1].End, end)
		return
	}
	s.regions = append(s.regions, Region{start, end})
	for len(s.regions) > mostSpans {
		s.gap *= 2
		before := s.regions
		s.regions = s.regions[:0]
		for _, r := range before {
			s.add(r.Start, r.End)
		}
	}
}
