-- What a column has of each year by the dates printed, as it stood the last time that the column could be seen.
with columns_seen as (
    select
        site_id,
        unit_id,
        column_code,
        column_name,
        column_type,
        crawl_day,
        max(crawl_day) over (partition by site_id, column_code) as newest_day
    from {{ ref('fct_portal_columns') }}
    where is_present
)

select
    columns_seen.site_id,
    columns_seen.unit_id,
    columns_seen.column_code,
    columns_seen.column_name,
    columns_seen.column_type,
    cast(extract(year from entries.printed_on) as integer) as published_year,
    columns_seen.crawl_day,
    cast(count(*) as integer) as item_count
from columns_seen
inner join {{ ref('int_entries_dated') }} as entries
    on
        columns_seen.crawl_day = entries.crawl_day
        and columns_seen.site_id = entries.site_id
        and columns_seen.column_code = entries.column_code
where columns_seen.crawl_day = columns_seen.newest_day and entries.printed_on is not null
group by
    columns_seen.site_id,
    columns_seen.unit_id,
    columns_seen.column_code,
    columns_seen.column_name,
    columns_seen.column_type,
    cast(extract(year from entries.printed_on) as integer),
    columns_seen.crawl_day
