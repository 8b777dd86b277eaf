"""Results → marks at measured places → SVG."""
