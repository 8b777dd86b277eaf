"""Districts from GeoJSON: their outlines, where they lie, what is wrong with them."""
