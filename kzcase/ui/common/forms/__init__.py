"""Forms: one record, or a record with the small ones that belong to it, typed and saved together."""
