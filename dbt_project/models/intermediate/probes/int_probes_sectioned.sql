-- The columns that every 政府信息公开专栏 must have open and are not blank. One that nobody has registered, or that
-- was only down on the day, nobody can tell of.
with asked as (select * from {{ ref('int_probes_asked') }} where kind = 'sectioned' and state = 'ready'),

sites as (select * from {{ ref('int_sites_newest') }}),

unit_columns as (
    select
        columns.unit_id,
        columns.column_code,
        max(columns.column_name) as column_name,
        max(columns.url) as url,
        max(case when columns.is_present and not columns.is_blank then 1 else 0 end) as is_there,
        max(case when columns.is_present or {{ is_lost('columns.status') }} then 1 else 0 end) as is_known
    from {{ ref('fct_portal_columns') }} as columns
    inner join sites on columns.site_id = sites.site_id and columns.crawl_day = sites.crawl_day
    group by columns.unit_id, columns.column_code
),

counted as (
    select
        asked.probe_id,
        asked.unit_id,
        cast(count(*) as integer) as wanted,
        cast(sum(coalesce(unit_columns.is_there, 0)) as integer) as found,
        cast(sum(case when coalesce(unit_columns.is_known, 0) = 0 then 1 else 0 end) as integer) as unknown,
        min(case when unit_columns.is_known = 1 and unit_columns.is_there = 0 then unit_columns.column_name end) as first_missing,
        min(case when unit_columns.is_known = 1 and unit_columns.is_there = 0 then unit_columns.url end) as evidence_url
    from asked
    inner join {{ ref('stg_portal_registry__probe_facts') }} as facts on asked.probe_id = facts.probe_id
    left join unit_columns on asked.unit_id = unit_columns.unit_id and facts.fact = unit_columns.column_code
    group by asked.probe_id, asked.unit_id
)

select
    probe_id,
    unit_id,
    found,
    wanted,
    case
        when first_missing is not null then 'not_shown'
        when unknown > 0 then 'cannot_tell'
        else {{ probe_result('found', 'wanted') }}
    end as result,
    case
        when first_missing is null and unknown > 0
            then {{ dbt.concat(["'有 '", text('unknown'), "' 个栏目没有登记，或当天没有打开'"]) }}
        else {{ missing_words('found', 'wanted', 'first_missing', '个栏目') }}
    end as detail,
    evidence_url
from counted
