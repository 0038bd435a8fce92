"""The part of IPython.display that ipywidgets imports. `show` is set by the page's side (boot.py)."""

show = None


def display(*objects, **options):
    """Show widgets in the place of the exercise that runs."""
    for item in objects:
        show(item)


def clear_output(wait=False):
    """Do nothing: an exercise in the page has no printed output."""
