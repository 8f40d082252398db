"""Pictures for chat platforms, which show no SVG."""
