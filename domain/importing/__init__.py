"""Tables that are imported: their columns, cells, differences and problems."""
