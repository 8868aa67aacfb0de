package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
)

// A command is one thing that a person can ask the window for. One table holds them all; menus, toolbar, palette and the
// sheet of shortcuts are made of it.
type command struct {
	id       string // stable name
	menu     string // key of its menu; empty keeps it out of the menus
	name     string // as shown
	key      fyne.KeyName
	modifier fyne.KeyModifier
	note     string // keys that the views handle themselves, as shown in the sheet: "Space"
	run      func()
	enabled  func() bool // nil is always
	line     bool        // a separator comes before it in its menu
}

const (
	ctrl  = fyne.KeyModifierShortcutDefault
	shift = fyne.KeyModifierShift
	alt   = fyne.KeyModifierAlt
)

// Menus in their order.
const (
	menuFile   = "file"
	menuEdit   = "edit"
	menuLine   = "line"
	menuSound  = "sound"
	menuVoices = "voices"
	menuView   = "view"
	menuHelp   = "help"
)

func menuName(id string) string {
	switch id {
	case menuFile:
		return lang.L("File")
	case menuEdit:
		return lang.L("Edit")
	case menuLine:
		return lang.L("Line")
	case menuSound:
		return lang.L("Sound")
	case menuVoices:
		return lang.L("Voices")
	case menuView:
		return lang.L("View")
	}
	return lang.L("Help")
}

// shortcut is the command's key combination, nil without one.
func (c *command) shortcut() fyne.KeyboardShortcut {
	if c.key == "" || c.modifier == 0 {
		return nil
	}
	switch { // Fyne turns these into types of its own before it looks for menu items
	case c.key == fyne.KeyZ && c.modifier == ctrl:
		return &fyne.ShortcutUndo{}
	case c.key == fyne.KeyY && c.modifier == ctrl:
		return &fyne.ShortcutRedo{}
	}
	return &desktop.CustomShortcut{KeyName: c.key, Modifier: c.modifier}
}

// keys is the combination as it is written for people.
func (c *command) keys() string {
	if c.note != "" {
		return c.note
	}
	if c.key == "" {
		return ""
	}
	text := ""
	for _, m := range []struct {
		is   fyne.KeyModifier
		name string
	}{{fyne.KeyModifierControl, lang.L("Ctrl")}, {fyne.KeyModifierSuper, "Cmd"}, {alt, "Alt"}, {shift, lang.L("Shift")}} {
		if c.modifier&m.is != 0 {
			text += m.name + "+"
		}
	}
	name := string(c.key)
	switch c.key {
	case fyne.KeyReturn:
		name = lang.L("Enter")
	case fyne.KeyUp, fyne.KeyDown:
		name = map[fyne.KeyName]string{fyne.KeyUp: "↑", fyne.KeyDown: "↓"}[c.key]
	case fyne.KeySpace:
		name = lang.L("Space")
	}
	return text + name
}

// ready tells whether the command can be run now.
func (c *command) ready() bool { return c.enabled == nil || c.enabled() }

// invoke runs the command unless it is disabled: a shortcut fires for a disabled menu item too.
func (c *command) invoke() {
	if c.ready() {
		c.run()
	}
}

// mainMenu makes the window's menus of the table.
func mainMenu(table []*command) *fyne.MainMenu {
	menus := map[string]*fyne.Menu{}
	var all []*fyne.Menu
	for _, id := range []string{menuFile, menuEdit, menuLine, menuSound, menuVoices, menuView, menuHelp} {
		menus[id] = fyne.NewMenu(menuName(id))
		all = append(all, menus[id])
	}
	for _, c := range table {
		m := menus[c.menu]
		if m == nil {
			continue
		}
		if c.line && len(m.Items) > 0 {
			m.Items = append(m.Items, fyne.NewMenuItemSeparator())
		}
		item := fyne.NewMenuItem(c.name, c.invoke)
		if s := c.shortcut(); s != nil {
			item.Shortcut = s
		}
		if c.id == "quit" {
			item.IsQuit = true
		}
		m.Items = append(m.Items, item)
	}
	return fyne.NewMainMenu(all...)
}
