-- Every finding of the run in one table: oddities of the notice, findings in returns and in the register,
-- and rows that failed a check. The rule says how severe it is and what it is called, the office what came of it.
{#- Days are counted up to the day of the run; the dates that they are counted from stand in what is said. -#}
{%- set counts_days = "origin in ('obligations', 'chase', 'portals', 'freshness')" %}
{%- set said = [] %}
{%- for part in [
    'rule_code', 'origin', text('report_year'), 'unit_id', 'task_id', 'coalesce(place, row_key)',
    'expected', 'actual', 'case when not ' ~ counts_days ~ ' then ' ~ text('difference') ~ ' end'
] %}
{%- do said.extend(["coalesce(" ~ part ~ ", '')", "'|'"]) %}
{%- endfor %}

with rules as (select * from {{ ref('dim_rules') }}),

submissions as (select * from {{ ref('fct_submissions') }}),

settled as (select * from {{ ref('int_submissions_settled') }}),

register_findings as (
    select * from {{ ref('stg_returns__register_findings') }}
    union all
    select * from {{ ref('stg_verdicts__findings') }}
),

findings as (
    -- Two words at fault in one cell are two findings; the same words twice are one.
    select distinct
        'notices' as origin,
        {{ dbt.concat(['oddities.source_locator', "'|'", "coalesce(oddities.found, '')"]) }} as row_key,
        oddities.rule_code,
        oddities.report_year,
        {{ text('null') }} as unit_id,
        oddities.task_id,
        oddities.found as subject,
        oddities.expected,
        oddities.found as actual,
        cast(null as {{ dbt.type_float() }}) as difference,
        oddities.source_locator,
        {{ text('null') }} as place
    from {{ ref('stg_notices__oddities') }} as oddities
    union all
    select
        'returns' as origin,
        {{ dbt.concat(['findings.submission_id', "'-'", text('findings.finding_no')]) }} as row_key,
        findings.rule_code,
        findings.report_year,
        submissions.unit_id,
        {{ text('null') }} as task_id,
        findings.remedy as subject,
        findings.expected,
        findings.found as actual,
        cast(findings.difference as {{ dbt.type_float() }}) as difference,
        findings.source_locator,
        -- What a unit hands in again is the same finding where the same place of its file says the same.
        {{ dbt.replace('findings.source_locator', 'submissions.file_name', "''") }} as place
    from {{ ref('stg_returns__findings') }} as findings
    inner join submissions on findings.submission_id = submissions.submission_id
    left join settled on findings.submission_id = settled.submission_id
    where settled.submission_id is null and not submissions.is_withdrawn
    union all
    select
        'register' as origin,
        -- Both times of a line may be unreadable.
        {{ dbt.concat(['source_locator', "'|'", "coalesce(remedy, '')", "'|'", "coalesce(found, '')"]) }} as row_key,
        rule_code,
        report_year,
        {{ text('null') }} as unit_id,
        {{ text('null') }} as task_id,
        remedy as subject,
        expected,
        found as actual,
        cast(null as {{ dbt.type_float() }}) as difference,
        source_locator,
        {{ text('null') }} as place
    from register_findings
    union all
    select
        dataset as origin,
        row_key,
        rule_code,
        report_year,
        unit_id,
        task_id,
        subject,
        expected,
        actual,
        difference,
        source_locator,
        {{ text('null') }} as place
    from {{ ref('stg_checks__failures') }}
),

statements as (
    select
        *,
        {{ dbt.concat(said) }} as statement
    from findings
),

-- One place may say the same twice: told apart by its turn.
fingerprinted as (
    select
        *,
        substring({{ dbt.hash(dbt.concat(['statement', text('row_number() over (partition by statement order by row_key)')])) }}, 1, 12) as fingerprint
    from statements
),

-- The last line of the office's list on a finding, of those decided by now.
verdicts as (
    select *
    from (
        select
            *,
            row_number() over (partition by fingerprint order by line_no desc) as recency
        from {{ ref('stg_verdicts__verdicts') }}
        where decided_on <= {{ as_of() }}
    ) as ranked
    where recency = 1
)

select
    {{ dbt.hash(dbt.concat(['findings.rule_code', "'|'", 'findings.origin', "'|'", "coalesce(" ~ text('findings.report_year') ~ ", '')", "'|'", 'findings.row_key'])) }} as flag_id,
    findings.fingerprint,
    findings.rule_code,
    rules.severity,
    findings.unit_id,
    findings.task_id,
    findings.report_year,
    {{ dbt.concat(['rules.title', "'：'", "coalesce(findings.subject, '')"]) }} as detail,
    findings.expected,
    findings.actual,
    findings.difference,
    findings.source_locator,
    verdicts.verdict,
    verdicts.reason as verdict_reason,
    verdicts.decided_by,
    verdicts.decided_on,
    coalesce(verdicts.verdict not in ('explained', 'dismissed'), true) as is_open,
    {{ as_of() }} as as_of
from fingerprinted as findings
left join rules on findings.rule_code = rules.rule_code
left join verdicts on findings.fingerprint = verdicts.fingerprint
