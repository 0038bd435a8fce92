"""The library's own data files, read so that it also works from a zip."""

import pkgutil


def read_text(name: str) -> str:
    """Return the text of a file in rolecraft/data, for instance "areas.json" or "ads/broad-en.txt".

    Raises FileNotFoundError when there is no such file.
    """
    content = pkgutil.get_data("rolecraft", f"data/{name}")
    if content is None:
        raise FileNotFoundError(name)
    return content.decode("utf-8")
