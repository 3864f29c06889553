select
    rule_code,
    severity,
    title,
    compared,
    basis,
    dataset
from {{ ref('stg_rules__rules') }}
