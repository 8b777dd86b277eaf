"""What is written into history: every insert, change and deletion, one statement-level trigger each."""

import pghistory

EVENTS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
