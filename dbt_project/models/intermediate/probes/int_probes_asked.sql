-- Of which units each probe is asked, and whether it can be answered: those to whom the task is assigned, and those
-- on whose site somebody has registered the column. Nobody is said to lack what nobody knew where to look for.
with probes as (
    select probes.*
    from {{ ref('stg_portal_registry__task_probes') }} as probes
    inner join {{ ref('stg_notices__tasks') }} as tasks on probes.task_id = tasks.task_id
),

sites as (select * from {{ ref('int_sites_newest') }}),

unit_sites as (
    select
        unit_id,
        max(crawl_day) as crawl_day,
        min(home_url) as home_url,
        max(case when robots_status = 'ok' then 1 else 0 end) as is_crawled,
        -- Endless calendars are cut off at their depth; the entries of a column lie near the home page.
        max(case when capped_by in ('pages', 'seconds') then 1 else 0 end) as is_capped
    from sites
    group by unit_id
),

-- Of several columns of one kind the one that could be read.
unit_columns as (
    select *
    from (
        select
            sites.unit_id,
            site_columns.column_code,
            site_columns.url,
            {{ is_there('site_columns.status') }} as is_read,
            {{ is_lost('site_columns.status') }} as is_lost,
            row_number() over (
                partition by sites.unit_id, site_columns.column_code
                order by
                    case when {{ is_there('site_columns.status') }} then 0 when {{ is_lost('site_columns.status') }} then 2 else 1 end,
                    site_columns.url
            ) as choice
        from {{ ref('stg_portals__site_columns') }} as site_columns
        inner join sites on site_columns.site_id = sites.site_id and site_columns.crawl_day = sites.crawl_day
    ) as ranked
    where choice = 1
),

asked as (
    select
        probes.probe_id,
        assignments.unit_id
    from probes
    inner join {{ ref('int_assignments_expanded') }} as assignments on probes.task_id = assignments.task_id
    union
    select
        probes.probe_id,
        unit_columns.unit_id
    from probes
    inner join unit_columns on probes.column_code = unit_columns.column_code
),

due as (
    select
        task_id,
        unit_id,
        max(due_date) as due_date
    from {{ ref('int_obligations') }}
    where task_id is not null
    group by task_id, unit_id
)

select
    probes.*,
    asked.unit_id,
    unit_sites.crawl_day,
    coalesce(unit_sites.is_capped, 0) = 1 as is_capped,
    coalesce(unit_columns.url, unit_sites.home_url) as looked_at,
    coalesce(
        due.due_date,
        cast({{ dbt.concat([text('probes.report_year'), "'-12-31'"]) }} as date)
    ) as due_date,
    case
        when unit_sites.unit_id is null then 'no_site'
        when unit_sites.is_crawled = 0 then 'not_crawled'
        when probes.column_code is null then 'ready'
        when unit_columns.unit_id is null then 'no_column'
        when unit_columns.is_read then 'ready'
        when unit_columns.is_lost then 'lost'
        else 'unread'
    end as state
from asked
inner join probes on asked.probe_id = probes.probe_id
left join unit_sites on asked.unit_id = unit_sites.unit_id
left join unit_columns on asked.unit_id = unit_columns.unit_id and probes.column_code = unit_columns.column_code
left join due on probes.task_id = due.task_id and asked.unit_id = due.unit_id
