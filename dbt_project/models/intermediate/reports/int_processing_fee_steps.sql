-- What the tariff asks for so many items or pages: the fees that one notice can have.
with quantities as (
    select
        'by_item' as basis,
        cast(generated_number as integer) as quantity
    from ({{ dbt.generate_series(500) }}) as items
    union all
    select
        'by_page' as basis,
        cast(generated_number as integer) as quantity
    from ({{ dbt.generate_series(5000) }}) as pages
)

select
    basis,
    quantity,
    cast({{ processing_fee('quantity', 'basis') }} as integer) as fee
from quantities
