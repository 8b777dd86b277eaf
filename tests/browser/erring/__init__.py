"""The site with pages that end in each of its error pages."""
