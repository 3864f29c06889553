-- The pages of a column say each of some words (of several wordings of one thing, any), and link to a file whose name
-- matches, where one is asked for.
with asked as (select * from {{ ref('int_probes_asked') }} where kind = 'worded' and state = 'ready'),

sites as (select * from {{ ref('int_sites_newest') }}),

pages as (
    select
        sites.unit_id,
        pages.site_id,
        pages.crawl_day,
        pages.column_code,
        pages.url,
        {{ plain_text("coalesce(pages.body_text, '')") }} as body_text
    from {{ ref('stg_portals__pages') }} as pages
    inner join sites on pages.site_id = sites.site_id and pages.crawl_day = sites.crawl_day
),

words as (
    select
        asked.probe_id,
        asked.unit_id,
        replace(facts.fact, '/', '或') as needed,
        max(case when pages.url is null then 0 else 1 end) as is_seen
    from asked
    inner join {{ ref('stg_portal_registry__probe_facts') }} as facts on asked.probe_id = facts.probe_id
    left join pages
        on
            asked.unit_id = pages.unit_id
            and asked.column_code = pages.column_code
            and {{ matches('pages.body_text', "replace(facts.fact, '/', '|')") }}
    group by asked.probe_id, asked.unit_id, facts.fact
),

files as (
    select
        asked.probe_id,
        asked.unit_id,
        {{ dbt.concat(["'附件：'", 'asked.pattern']) }} as needed,
        max(case when attachments.url is null then 0 else 1 end) as is_seen
    from asked
    left join pages on asked.unit_id = pages.unit_id and asked.column_code = pages.column_code
    left join {{ ref('stg_portals__attachments') }} as attachments
        on
            pages.site_id = attachments.site_id
            and pages.crawl_day = attachments.crawl_day
            and pages.url = attachments.page_url
            and {{ matches('attachments.title', 'asked.pattern') }}
    where asked.pattern is not null
    group by asked.probe_id, asked.unit_id, asked.pattern
),

needed as (
    select * from words
    union all
    select * from files
),

{{ tallied('needed', 'needed', '项') }}
