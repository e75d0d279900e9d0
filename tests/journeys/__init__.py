"""Whole ways through the house, as a person outside goes them: commands, files, HTTP on loopback.

May not live here: a look inside a room; what only a room knows is tested beside that room.
"""
