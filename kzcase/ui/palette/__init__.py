"""Find or do anything: one line to type into, records and actions under it."""
