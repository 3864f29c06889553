-- The columns that a site must have, day by day: whether they are there, filled and up to date.
-- What bears no date counts as not updated (2015 年全国政府网站普查评分表：未注明信息发布时间的视为不更新).
with limits as ({{ thresholds(['blank_text_length']) }}),

entries as (
    select
        crawl_day,
        site_id,
        column_code,
        count(*) as item_count,
        max(newest_on) as newest_on
    from {{ ref('int_entries_dated') }}
    group by crawl_day, site_id, column_code
),

seen as (
    select
        columns.crawl_day,
        columns.site_id,
        crawls.unit_id,
        columns.column_code,
        columns.column_name,
        columns.column_type,
        columns.url,
        columns.status,
        {{ is_there('columns.status') }} as is_present,
        coalesce(entries.item_count, 0) as item_count,
        entries.newest_on,
        {{ dbt.datediff('entries.newest_on', 'columns.crawl_day', 'day') }} as days_since_update,
        columns.update_days,
        -- No page was read where the column is a file; that is not blank.
        coalesce(
            {{ is_there('columns.status') }}
            and entries.item_count is null
            and pages.attachment_count = 0
            and pages.text_length < limits.blank_text_length,
            false
        ) as is_blank,
        columns.is_required,
        columns.is_section
    from {{ ref('stg_portals__site_columns') }} as columns
    inner join {{ ref('int_portals_crawled') }} as crawls
        on columns.crawl_day = crawls.crawl_day and columns.site_id = crawls.site_id
    left join entries
        on
            columns.crawl_day = entries.crawl_day
            and columns.site_id = entries.site_id
            and columns.column_code = entries.column_code
    left join {{ ref('stg_portals__pages') }} as pages
        on
            columns.crawl_day = pages.crawl_day
            and columns.site_id = pages.site_id
            and coalesce(columns.arrived_at, columns.url) = pages.url
    cross join limits
)

select
    crawl_day,
    site_id,
    unit_id,
    column_code,
    column_name,
    column_type,
    url,
    status,
    is_present,
    cast(item_count as integer) as item_count,
    newest_on,
    cast(days_since_update as integer) as days_since_update,
    cast(update_days as integer) as update_days,
    is_blank,
    is_present
    and not is_blank
    and update_days is not null
    and coalesce(days_since_update > update_days, true) as is_stale,
    is_required,
    is_section
from seen
