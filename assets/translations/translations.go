// Package translations holds the texts of the window in every language there is. English stands in the code; en.json
// repeats it and adds the plural forms, and de.json is the German. Another language is one more file beside them, named
// after its tag; the test says which texts it lacks.
package translations

import (
	"embed"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

//go:embed *.json
var files embed.FS

// Load gives the texts to Fyne, which takes those of the person's language. Call it before the first text is made.
func Load() error {
	entries, err := files.ReadDir(".")
	if err != nil {
		return fmt.Errorf("read the translations: %w", err)
	}
	for _, e := range entries {
		data, err := files.ReadFile(e.Name())
		if err != nil {
			return fmt.Errorf("read the translation %s: %w", e.Name(), err)
		}
		if err := lang.AddTranslations(fyne.NewStaticResource(e.Name(), data)); err != nil {
			return fmt.Errorf("read the translation %s: %w", e.Name(), err)
		}
	}
	return nil
}
