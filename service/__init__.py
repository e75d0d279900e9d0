"""The day: answers over HTTP from the published bundle, and lists for many customers written to a file.

Lives here: endpoints (`api/`), pages for people (`pages/`), the declarations that validate requests and make the
OpenAPI document, keys, errors, metrics, the watcher that swaps bundles, the server, the batch export.
May not live here: any rule about what is shown (that is `models.decision`), anything that learns, pandas, DuckDB,
scikit-learn. Only `export_parquet.py` may load pyarrow, and only when a Parquet file is asked for.
"""
