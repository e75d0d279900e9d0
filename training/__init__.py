"""The night: read -> check -> facts -> split -> rehearse -> judge -> fit -> lists -> write -> publish -> report.

Lives here: the order of a night (`nightly.py`), the rehearsal, the judge, fitting by recipe, publishing, the run record
and its report.
May not live here: anything the day needs; it meets the service only in a bundle on disk and never imports it.
"""
