"""What each disguise of words is, and how it is taken off; `folding` goes through them all."""
