-- Issues are numbered from 1 without a gap: to the last one, where somebody knows it, else to the highest seen.
with asked as (select * from {{ ref('int_probes_asked') }} where kind = 'numbered' and state = 'ready'),

numbers as (
    select distinct
        asked.probe_id,
        asked.unit_id,
        {{ number_in('matched.entry_text', 'asked.pattern') }} as issue
    from asked
    inner join {{ ref('int_probes_matched') }} as matched
        on asked.probe_id = matched.probe_id and asked.unit_id = matched.unit_id
),

bounds as (
    select
        asked.probe_id,
        asked.unit_id,
        coalesce(asked.expected_number, max(numbers.issue), 1) as wanted
    from asked
    left join numbers on asked.probe_id = numbers.probe_id and asked.unit_id = numbers.unit_id
    group by asked.probe_id, asked.unit_id, asked.expected_number
),

-- A gap begins behind each number, and behind nothing, where the next is not there.
followed as (
    select
        bounds.probe_id,
        bounds.unit_id,
        numbers.issue + 1 as next_issue
    from bounds
    inner join numbers on bounds.probe_id = numbers.probe_id and bounds.unit_id = numbers.unit_id
    union
    select
        probe_id,
        unit_id,
        1 as next_issue
    from bounds
),

gaps as (
    select
        followed.probe_id,
        followed.unit_id,
        min(followed.next_issue) as first_missing
    from followed
    inner join bounds on followed.probe_id = bounds.probe_id and followed.unit_id = bounds.unit_id
    left join numbers
        on
            followed.probe_id = numbers.probe_id
            and followed.unit_id = numbers.unit_id
            and followed.next_issue = numbers.issue
    where numbers.issue is null and followed.next_issue <= bounds.wanted
    group by followed.probe_id, followed.unit_id
),

counted as (
    select
        bounds.probe_id,
        bounds.unit_id,
        bounds.wanted,
        cast(count(numbers.issue) as integer) as found
    from bounds
    left join numbers
        on
            bounds.probe_id = numbers.probe_id
            and bounds.unit_id = numbers.unit_id
            and numbers.issue between 1 and bounds.wanted
    group by bounds.probe_id, bounds.unit_id, bounds.wanted
)

select
    counted.probe_id,
    counted.unit_id,
    counted.found,
    counted.wanted,
    {{ probe_result('counted.found', 'counted.wanted') }} as result,
    {{ missing_words('counted.found', 'counted.wanted', dbt.concat(["'第 '", text('gaps.first_missing'), "' 期'"]), '期') }} as detail,
    {{ text('null') }} as evidence_url
from counted
left join gaps on counted.probe_id = gaps.probe_id and counted.unit_id = gaps.unit_id
