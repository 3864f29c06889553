{{ printed_rows('disclosures', [
    'issued', 'repealed', 'in_force', 'decisions', 'amount', 'made', 'published', 'public_total', 'items_last_year', 'items_change', 'items'
]) }}
