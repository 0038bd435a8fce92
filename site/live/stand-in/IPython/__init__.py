"""What ipywidgets needs of IPython, and nothing else: the page has no notebook and no terminal.

The real package would be two thirds of what the browser has to load.
"""

from IPython.core.interactiveshell import InteractiveShell

_shell = InteractiveShell()


def get_ipython():
    """Return the one shell; ipywidgets hands it the errors of callbacks."""
    return _shell
