package vocoder

// breath is the part of the noise filter's magnitude that a wholly voiced frame loses. A regression's mel is smoother than
// any recording's and reads as hiss between the harmonics; of 0, 0.5, 0.75 and 0.8 tried on 8 zero-shot items, DNSMOS rose from
// 2.3 to 2.9 while words were lost only beyond. A flow that samples real detail will want less.
const breath = 0.75

// CalmHiss weakens the noise of voiced frames in place: noise holds Bins magnitudes for every value of voicing (0..1).
func CalmHiss(noise, voicing []float32) {
	for frame, v := range voicing {
		gain := 1 - breath*max(0, min(1, v))
		bins := noise[frame*Bins : (frame+1)*Bins]
		for k := range bins {
			bins[k] *= gain
		}
	}
}
