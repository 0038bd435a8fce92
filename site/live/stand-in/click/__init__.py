"""What x-wr-timezone asks of click while it is imported: the page has no command line."""


def _nothing(*_args, **_options):
    """Stand for a decorator, or for what describes an argument."""
    return lambda function=None: function


command = argument = option = version_option = help_option = File = _nothing
