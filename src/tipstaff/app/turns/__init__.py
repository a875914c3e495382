"""What comes in during one turn of the event loop: judged together, recorded in one commit, answered."""
