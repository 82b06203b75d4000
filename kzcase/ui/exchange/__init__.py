"""The area "Exchange": take in and hand out case files, colleagues, decisions, past imports."""
