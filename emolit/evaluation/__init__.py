"""What the reading model is worth: measured on rows it has not learnt, with intervals, beside what it has to beat."""
