-- The sources that should keep arriving, and when they last did: the nightly crawl, the looks at the home pages, and
-- the office's register of each year, once it has been kept.
with crawls as (
    select max(crawl_day) as last_arrived_on from {{ ref('stg_portals__sites') }}
),

looks as (
    select max(crawl_day) as last_arrived_on
    from {{ ref('stg_portals__probes') }}
    where crawl_day <= {{ as_of() }}
),

submissions as (
    select
        report_year,
        receipt_id,
        received_basis,
        cast(received_at as date) as received_on,
        file_name
    from {{ ref('fct_submissions') }}
    where not is_withdrawn and cast(received_at as date) <= {{ as_of() }}
),

registers as (
    select
        report_year,
        max(received_on) as last_arrived_on
    from submissions
    where received_basis = 'register'
    group by report_year
),

-- Files that came and that nobody has written down in the time allowed.
unregistered as (
    select
        report_year,
        count(distinct receipt_id) as waiting_count,
        min(file_name) as first_waiting
    from submissions
    where
        received_basis = 'first_seen'
        and {{ dbt.datediff('received_on', as_of(), 'day') }} > {{ var('register_days') }}
    group by report_year
),

sources as (
    select
        'portal_crawls' as source,
        'FRS-01' as rule_code,
        cast(null as integer) as report_year,
        last_arrived_on,
        {{ var('crawl_days') }} as allowed_days,
        last_arrived_on is not null or {{ var('is_crawl_owed') }} as is_owed,
        cast(null as integer) as waiting_count,
        {{ text('null') }} as first_waiting
    from crawls
    union all
    select
        'portal_probes',
        'FRS-02',
        null,
        last_arrived_on,
        {{ var('crawl_days') }},
        last_arrived_on is not null or {{ var('is_crawl_owed') }},
        null,
        null
    from looks
    union all
    select
        'register',
        'FRS-03',
        registers.report_year,
        registers.last_arrived_on,
        {{ var('register_days') }},
        true,
        cast(coalesce(unregistered.waiting_count, 0) as integer),
        unregistered.first_waiting
    from registers
    left join unregistered on registers.report_year = unregistered.report_year
),

timed as (
    select
        *,
        {{ dbt.datediff('last_arrived_on', as_of(), 'day') }} as days_since
    from sources
)

select
    source,
    rule_code,
    report_year,
    last_arrived_on,
    cast(days_since as integer) as days_since,
    cast(allowed_days as integer) as allowed_days,
    waiting_count,
    first_waiting,
    is_owed,
    -- A register is behind when something waits for it, not because nothing came.
    case
        when source = 'register' then waiting_count > 0
        else is_owed and coalesce(days_since > allowed_days, true)
    end as is_stale,
    {{ as_of() }} as as_of
from timed
