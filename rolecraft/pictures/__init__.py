"""Pictures drawn from what the rules give: one module an exercise, plain SVG for page, notebook and print."""
