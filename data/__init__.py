"""What happened, to whom, with what.

Lives here: column names and ids, sources and mappings, checks, the facts and the SQL that defines them, the sample
shop, the settings file. The lowest room: it imports no other room.
May not live here: anything that learns, decides, serves or knows what a bundle is.
"""
