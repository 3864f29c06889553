-- Processing fees that the tariff cannot give, and fees or the want of them that nobody was told of. What a cell does
-- not say is not judged. Fees of one notice are known up to the greatest of the page tariff that is worked out.
with fees as (select * from {{ ref('fct_processing_fees') }}),

steps as (select * from {{ ref('int_processing_fee_steps') }}),

known_fees as (
    select distinct fee
    from steps
    where fee > 0 and fee <= (select max(fee) from steps where basis = 'by_page')
),

pairs as (
    select
        'notices' as count_code,
        'notices_amount' as amount_code,
        '收费通知总金额' as amount_label
    union all
    select
        'payments' as count_code,
        'payments_amount' as amount_code,
        '实际收取总金额' as amount_label
),

charged as (
    select
        amounts.report_year,
        amounts.unit_id,
        pairs.amount_code,
        pairs.amount_label,
        amounts.value as amount,
        counts.value as case_count,
        coalesce(counts.cell_state, 'empty') as count_state,
        amounts.source_locator
    from fees as amounts
    inner join pairs on amounts.row_code = pairs.amount_code
    left join fees as counts
        on
            amounts.report_year = counts.report_year
            and amounts.unit_id = counts.unit_id
            and pairs.count_code = counts.row_code
    where amounts.value is not null
),

nearest as (
    select
        charged.report_year,
        charged.unit_id,
        charged.amount_code,
        max(case when known_fees.fee <= charged.amount then known_fees.fee end) as below,
        min(case when known_fees.fee >= charged.amount then known_fees.fee end) as above
    from charged
    cross join known_fees
    where charged.case_count = 1
    group by charged.report_year, charged.unit_id, charged.amount_code
    union all
    -- Every multiple of 10 from 10n on is a sum of n >= 2 fees: n - 2 are 10, and as 10 to 40 are fees and no two
    -- neighbouring fees are more than 40 apart, the greatest fee below the rest leaves one of those four.
    select
        report_year,
        unit_id,
        amount_code,
        case when amount >= 10 * case_count then 10 * floor(amount / 10) end as below,
        case when amount >= 10 * case_count then 10 * ceil(amount / 10) else 10 * case_count end as above
    from charged
    where case_count >= 2
    union all
    select
        report_year,
        unit_id,
        amount_code,
        0 as below,
        0 as above
    from charged
    where case_count = 0
),

impossible as (
    select
        charged.*,
        nearest.below,
        nearest.above,
        case
            when nearest.below is null or nearest.above - charged.amount < charged.amount - nearest.below
                then nearest.above
            else nearest.below
        end as closest
    from charged
    inner join nearest
        on
            charged.report_year = nearest.report_year
            and charged.unit_id = nearest.unit_id
            and charged.amount_code = nearest.amount_code
    -- An amount that can be is its own neighbour; beyond the fees that are known there is none above.
    where nearest.above <> charged.amount
),

units as (select * from {{ ref('int_report_scopes') }} where not is_rollup),

unnotified as (
    select
        requests.report_year,
        requests.unit_id,
        requests.value as unpaid_count,
        requests.source_locator
    from {{ ref('fct_foi_requests') }} as requests
    left join fees as notices
        on
            requests.report_year = notices.report_year
            and requests.unit_id = notices.unit_id
            and notices.row_code = 'notices'
    where
        requests.row_code = 'o2'
        and requests.applicant_type = 'total'
        and requests.value > 0
        and coalesce(notices.value, 0) = 0
        and coalesce(notices.cell_state, 'empty') <> 'unreadable'
),

findings as (
    select
        'RPT-04' as rule_code,
        report_year,
        unit_id,
        {{ dbt.concat([text('report_year'), "'|'", 'unit_id', "'|'", 'amount_code']) }} as row_key,
        amount_label as subject,
        {{ dbt.concat([
            "case when below < above then " ~ dbt.concat([plain_number('below'), "' 元或 '"]) ~ " else '' end",
            plain_number('above'),
            "' 元'",
        ]) }} as expected,
        {{ dbt.concat([plain_number('case_count'), "' 件 '", plain_number('amount'), "' 元'"]) }} as actual,
        cast(amount - closest as {{ figure_type() }}) as difference,
        source_locator
    from impossible
    union all
    select
        'RPT-05' as rule_code,
        report_year,
        unit_id,
        {{ dbt.concat([text('report_year'), "'|'", 'unit_id', "'|'", 'amount_code']) }} as row_key,
        amount_label as subject,
        '有件数' as expected,
        {{ dbt.concat([
            plain_number('amount'),
            "' 元，'",
            "case when case_count = 0 then '0 件' else '没有件数' end",
        ]) }} as actual,
        cast(null as {{ figure_type() }}) as difference,
        source_locator
    from charged
    where amount > 0 and coalesce(case_count, 0) = 0 and count_state <> 'unreadable'
    union all
    select
        'RPT-05' as rule_code,
        report_year,
        unit_id,
        {{ dbt.concat([text('report_year'), "'|'", 'unit_id', "'|o2'"]) }} as row_key,
        '逾期未按收费通知要求缴纳费用的申请' as subject,
        '有发出收费通知的件数' as expected,
        {{ dbt.concat([plain_number('unpaid_count'), "' 件逾期未缴，没有报告发出收费通知'"]) }} as actual,
        cast(null as {{ figure_type() }}) as difference,
        source_locator
    from unnotified
)

select
    findings.rule_code,
    findings.report_year,
    findings.unit_id,
    findings.row_key,
    {{ dbt.concat(["coalesce(units.scope_name, findings.unit_id)", "' '", 'findings.subject']) }} as subject,
    findings.expected,
    findings.actual,
    findings.difference,
    findings.source_locator
from findings
left join units on findings.report_year = units.report_year and findings.unit_id = units.scope
