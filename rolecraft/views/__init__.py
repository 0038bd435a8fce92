"""What the learner sees: one module an exercise, ipywidgets on top of the rules."""
