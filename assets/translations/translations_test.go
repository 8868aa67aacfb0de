package translations

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"testing"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	xlanguage "golang.org/x/text/language"
)

var write = flag.Bool("write", false, "add the texts that are missing to en.json, and remove those that no code uses from all files")

// A text is one that the code shows.
type text struct {
	key, fallback string
	plural        bool
	at            string
}

// functions are those of package lang that show a text: the places of key and fallback among their arguments.
var functions = map[string]struct {
	fallback int
	plural   bool
}{
	"L": {0, false}, "Localize": {0, false}, "N": {0, true}, "LocalizePlural": {0, true},
	"X": {1, false}, "LocalizeKey": {1, false}, "XN": {1, true}, "LocalizePluralKey": {1, true},
}

// collect reads all Go files beneath root but tests. others are calls whose text is not written in the call itself.
func collect(root string) (texts map[string]text, others []string, err error) {
	texts = map[string]text{}
	files := token.NewFileSet()
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); path != root && (strings.HasPrefix(name, ".") || name == "training" || name == "testdata") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			selected, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			of, ok := selected.X.(*ast.Ident)
			if !ok || of.Name != "lang" {
				return true
			}
			f, ok := functions[selected.Sel.Name]
			if !ok || len(call.Args) <= f.fallback {
				return true
			}
			at := files.Position(call.Pos()).String()
			key, ok1 := literal(call.Args[0])
			fallback, ok2 := literal(call.Args[f.fallback])
			if !ok1 || !ok2 {
				others = append(others, at)
				return true
			}
			texts[key] = text{key, fallback, f.plural, at}
			return true
		})
		return nil
	})
	return texts, others, err
}

// literal returns the value of a string that is written in the code, also in parts.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil && e.Kind == token.STRING
	case *ast.ParenExpr:
		return literal(e.X)
	case *ast.BinaryExpr:
		a, ok1 := literal(e.X)
		b, ok2 := literal(e.Y)
		return a + b, ok1 && ok2 && e.Op == token.ADD
	}
	return "", false
}

// elsewhere are texts that are shown by a call that has them from a table, by the file of the call.
var elsewhere = map[string][]string{
	"ui/listen/view.go": {"Magma", "Viridis", "Inferno", "Cividis", "Grey"}, // colour maps
}

// all returns the texts of the whole program.
func all(t *testing.T) map[string]text {
	t.Helper()
	texts, others, err := collect("../..")
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range others {
		known := false
		for file, keys := range elsewhere {
			if strings.Contains(filepath.ToSlash(at), file) {
				known = true
				for _, key := range keys {
					texts[key] = text{key: key, fallback: key, at: at}
				}
			}
		}
		if !known {
			t.Errorf("%s: the text is not written in the call; write it there, or list it in the test", at)
		}
	}
	if len(texts) < 50 {
		t.Fatalf("%d texts found, which cannot be all", len(texts))
	}
	return texts
}

// A language is a file of texts: a string each, or plural forms.
type language map[string]any

func read(t *testing.T, path string) language {
	t.Helper()
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && *write {
		return language{}
	}
	if err != nil {
		t.Fatal(err)
	}
	var l language
	if err := json.Unmarshal(data, &l); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return l
}

func (l language) save(t *testing.T, path string) {
	t.Helper()
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(l); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

var value = regexp.MustCompile(`{{[^}]*}}`)

// values returns the values that are put into a text.
func values(s string) string {
	found := value.FindAllString(s, -1)
	for i := range found {
		found[i] = strings.ReplaceAll(found[i], " ", "")
	}
	sort.Strings(found)
	return strings.Join(found, " ")
}

// forms returns the forms of a translation by name, "" for one without plural.
func forms(v any) (map[string]string, error) {
	switch v := v.(type) {
	case string:
		return map[string]string{"": v}, nil
	case map[string]any:
		out := map[string]string{}
		for name, form := range v {
			s, ok := form.(string)
			if !ok {
				return nil, fmt.Errorf("the form %q is no text", name)
			}
			out[name] = s
		}
		return out, nil
	}
	return nil, fmt.Errorf("is %T", v)
}

func TestEveryTextIsTranslated(t *testing.T) {
	texts := all(t)
	paths, err := filepath.Glob("*.json")
	if err != nil || (len(paths) < 2 && !*write) {
		t.Fatalf("languages %v, %v", paths, err)
	}
	if *write {
		update(t, texts, paths)
	}
	for _, path := range paths {
		l := read(t, path)
		for key, x := range texts {
			v, ok := l[key]
			if !ok {
				t.Errorf("%s lacks %q (%s)", path, key, x.at)
				continue
			}
			f, err := forms(v)
			if err != nil {
				t.Errorf("%s: %q %v", path, key, err)
				continue
			}
			if x.plural && (f["one"] == "" || f["other"] == "") {
				t.Errorf("%s: %q lacks its forms \"one\" and \"other\"", path, key)
			}
			for name, s := range f {
				if strings.TrimSpace(s) == "" {
					t.Errorf("%s: %q is empty", path, key)
				}
				got, want := values(s), values(x.fallback)
				if got != want && (name != "one" || !strings.HasPrefix(want, got)) { // "one voice" needs no number
					t.Errorf("%s: %q has the values %s, want %s", path, key, got, want)
				}
				if strings.HasSuffix(x.fallback, "…") != strings.HasSuffix(s, "…") {
					t.Errorf("%s: %q: one of text and translation ends with an ellipsis", path, key)
				}
			}
		}
		for key := range l {
			if _, used := texts[key]; !used {
				t.Errorf("%s: no code shows %q", path, key)
			}
		}
	}
}

// update brings the files in line with the code: en.json whole, the others without what is gone.
func update(t *testing.T, texts map[string]text, paths []string) {
	t.Helper()
	if len(paths) == 0 {
		paths = []string{"en.json"}
	}
	for _, path := range paths {
		l := read(t, path)
		for key := range l {
			if _, used := texts[key]; !used {
				delete(l, key)
			}
		}
		for key, x := range texts {
			if _, ok := l[key]; ok || path != "en.json" {
				continue
			}
			l[key] = x.fallback
			if x.plural {
				l[key] = map[string]any{"one": "", "other": x.fallback}
			}
		}
		l.save(t, path)
	}
}

func TestLoad(t *testing.T) {
	if err := Load(); err != nil {
		t.Fatal(err)
	}
	entries, err := files.ReadDir(".")
	if err != nil || len(entries) < 2 {
		t.Fatalf("%d languages are built in, %v", len(entries), err)
	}
	for _, e := range entries {
		data, err := files.ReadFile(e.Name())
		if err != nil {
			t.Fatal(err)
		}
		bundle := i18n.NewBundle(xlanguage.English)
		bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
		got, err := bundle.ParseMessageFileBytes(data, e.Name())
		if err != nil {
			t.Fatal(err)
		}
		// A text like "other" or "one" alone would make the parser take the whole file for one message.
		if want := len(read(t, e.Name())); len(got.Messages) != want {
			t.Errorf("%s gives %d messages, want %d", e.Name(), len(got.Messages), want)
		}
	}
}
