"""Numbers of residents of districts, and what is doubtful in them."""
