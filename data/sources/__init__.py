"""Where tables come from: files, databases. Each source leaves `raw.<table>` views in DuckDB, columns as the shop has them."""
