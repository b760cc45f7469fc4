#!/usr/bin/env python3
"""Another program to drag files out of: a window that is one handle.

    drag_source.py TITLE FILE...

Prints `open` once it can be seen, and at the end of a drag `taken`, or `refused` where nobody took them.
Debian: python3-gi, gir1.2-gtk-3.0.
"""
import sys
from pathlib import Path

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

title, *names = sys.argv[1:]
files = [Path(name).absolute().as_uri() for name in names]


def say(word):
    print(word, flush=True)


taken = True


def give(_widget, _context, selection, _info, _time):
    selection.set_uris(files)


def fail(*_):
    global taken
    taken = False
    return False


def end(*_):
    say("taken" if taken else "refused")


handle = Gtk.EventBox()
handle.add(Gtk.Label(label=f"{len(files)} file(s)"))
handle.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, None, Gdk.DragAction.COPY)
handle.drag_source_add_uri_targets()
handle.connect("drag-data-get", give)
handle.connect("drag-failed", fail)
handle.connect("drag-end", end)

window = Gtk.Window(title=title, default_width=160, default_height=100)
window.add(handle)
window.connect("destroy", Gtk.main_quit)
window.connect("map-event", lambda *_: say("open"))
window.show_all()
Gtk.main()
