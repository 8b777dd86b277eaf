"""What puts projects in question, each flagged once: diagnoses, days, partners, figures that move, erasure."""
