"""Results → Vega-Lite → SVG."""
