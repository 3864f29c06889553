select
    unit_id,
    unit_name,
    short_name,
    unit_type,
    group_code,
    valid_from,
    valid_to,
    sort_order,
    basis
from {{ ref('stg_registry__units') }}
