-- The units as they stood, and were named, on the day of each year's notice.
with notices as (select * from {{ ref('stg_notices__notices') }}),

units as (select * from {{ ref('stg_registry__units') }})

select
    notices.report_year,
    units.unit_id,
    units.unit_name,
    units.short_name,
    units.unit_type,
    units.group_code,
    units.sort_order
from notices
inner join units
    on
        (units.valid_from is null or units.valid_from <= notices.issued_on)
        and (units.valid_to is null or units.valid_to >= notices.issued_on)
