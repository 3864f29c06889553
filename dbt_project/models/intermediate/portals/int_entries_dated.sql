-- The entries of the columns, each once a column and day, with the date printed beside it in the list or on its
-- page. A date that only the address has is that of a migration as often as not, and no printed date; one after
-- the day of the crawl is not believed.
with entries as (
    select
        crawl_day,
        site_id,
        column_code,
        item_url,
        max(title) as title,
        max(listed_on) as listed_on
    from {{ ref('stg_portals__items') }}
    group by crawl_day, site_id, column_code, item_url
),

pages as (
    select
        crawl_day,
        site_id,
        url,
        case when published_basis in ('tag', 'text') then cast(published_at as date) end as published_on
    from {{ ref('stg_portals__pages') }}
),

dated as (
    select
        entries.*,
        case when entries.listed_on <= entries.crawl_day then entries.listed_on end as known_listed_on,
        case when pages.published_on <= entries.crawl_day then pages.published_on end as published_on
    from entries
    left join pages
        on
            entries.crawl_day = pages.crawl_day
            and entries.site_id = pages.site_id
            and entries.item_url = pages.url
)

select
    crawl_day,
    site_id,
    column_code,
    item_url,
    title,
    coalesce(published_on, known_listed_on) as printed_on,
    case
        when published_on > known_listed_on then published_on
        else coalesce(known_listed_on, published_on)
    end as newest_on
from dated
