"""Endpoints for machines: each file declares its routes, parses, calls `models.decision`, answers."""
