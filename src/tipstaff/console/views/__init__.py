"""What the pages show, as plain values made from the record. No HTML here, no requests."""
