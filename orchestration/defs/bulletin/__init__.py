"""The quarter's bulletin (季度通报)."""
