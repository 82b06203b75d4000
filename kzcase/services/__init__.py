"""The verbs of the office: one file a noun; frozen rows, views and drafts in and out."""
