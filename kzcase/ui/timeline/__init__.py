"""The area of timelines: several people, whole cases, and the days that matter to all."""
