"""What is due, what is in force and until when: Today, the calendar and the restrictions board."""
