package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A Question is a dialog that is answered by yes or no: Fyne's, with buttons that Escape leaves too.
type Question struct {
	*dialog.CustomDialog
	yes   *Button
	agree bool
}

// Ask returns a question about content that is not shown yet. answer is called once, when it is closed by a button.
func Ask(title, yes, no string, content fyne.CanvasObject, answer func(yes bool), w fyne.Window) *Question {
	q := &Question{CustomDialog: dialog.NewCustomWithoutButtons(title, content, w)}
	q.yes = NewButtonWithIcon(yes, theme.ConfirmIcon(), q.Submit)
	q.yes.Importance = widget.HighImportance
	q.SetButtons([]fyne.CanvasObject{NewButtonWithIcon(no, theme.CancelIcon(), q.Hide), q.yes})
	q.SetOnClosed(func() { answer(q.agree) })
	return q
}

// AskForm is Ask with the fields of a form; yes can be pressed while all of them are valid.
func AskForm(title, yes, no string, items []*widget.FormItem, answer func(yes bool), w fyne.Window) *Question {
	form := widget.NewForm(items...)
	q := Ask(title, yes, no, form, answer, w)
	valid := func(err error) {
		if err != nil {
			q.yes.Disable()
		} else {
			q.yes.Enable()
		}
	}
	valid(form.Validate())
	form.SetOnValidationChanged(valid)
	return q
}

// Submit answers yes, where that can be answered.
func (q *Question) Submit() {
	if !q.yes.Disabled() {
		q.agree = true
		q.Hide()
	}
}

// Warn marks that yes cannot be undone.
func (q *Question) Warn() {
	q.yes.Importance = widget.DangerImportance
	q.yes.Refresh()
}

// Tell returns a dialog with one button, which closes it.
func Tell(title, end string, content fyne.CanvasObject, w fyne.Window) *dialog.CustomDialog {
	d := dialog.NewCustomWithoutButtons(title, content, w)
	d.SetButtons([]fyne.CanvasObject{NewButton(end, d.Hide)})
	return d
}
