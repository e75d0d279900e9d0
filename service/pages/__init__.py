"""Pages for people, readable without a network: the start page and the documentation of the API."""
