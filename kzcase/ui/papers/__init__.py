"""Papers: preview and export."""
