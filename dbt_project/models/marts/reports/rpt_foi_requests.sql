{{ printed_rows('foi_requests', [
    'natural_person', 'commercial', 'research', 'charity', 'legal_service', 'other', 'total'
]) }}
