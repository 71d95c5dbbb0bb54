"""Charts as Vega-Lite specs, and their pictures. Pure: labels come translated, colours as a palette."""
