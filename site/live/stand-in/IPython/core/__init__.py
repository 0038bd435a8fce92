"""The part of IPython.core that ipywidgets imports."""
