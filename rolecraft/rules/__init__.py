"""The rules of the exercises: plain functions, one module an exercise, no widgets and no language."""
