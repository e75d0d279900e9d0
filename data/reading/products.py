"""What is no product."""
NOT_PRODUCT_SQL = "SELECT item FROM staged.described WHERE NOT regexp_matches(item_id, '[0-9]{4}')"
