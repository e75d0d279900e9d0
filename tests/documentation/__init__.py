"""Undocumented means red: what the tables, dataclasses, routes and flags say is compared with docs/ and the README.

Lives here: the blocks of docs/ that are made from code (`python -m tests.documentation` rewrites them, `make docs`
calls it), and the tests that hold docs/ to the code.
"""
