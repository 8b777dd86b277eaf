"""What is asked of counts of a few windows, each question with as much variation as it must allow for."""
