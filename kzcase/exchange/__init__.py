"""What comes in and goes out as files: records files of scripts (and, later, case files)."""
