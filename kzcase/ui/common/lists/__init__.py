"""Lists of records that read only the rows somebody looks at."""
