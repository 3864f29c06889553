"""The dbt models as assets, and the read copy."""
