"""What is wrong or odd with a scenario file that can be read: its clauses, its times, what it leaves out."""
