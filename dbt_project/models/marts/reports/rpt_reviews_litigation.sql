{{ printed_rows('reviews_litigation', [
    'upheld', 'corrected', 'other', 'pending', 'total'
]) }}
