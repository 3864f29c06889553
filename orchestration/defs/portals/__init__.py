"""The inspection of the portals (门户巡检)."""
