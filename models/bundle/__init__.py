"""A bundle: everything a night learned, as one value (`bundle.py`), as a folder (`files.py`), and the shelf of folders
with its CURRENT pointer (`shelf.py`)."""
