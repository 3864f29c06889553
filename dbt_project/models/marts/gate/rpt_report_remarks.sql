-- What has to be said beside an annual report: why it may not go out yet (a draft), and what its figures leave out
-- or take from elsewhere. A report goes out only when every return is in, every figure is there and nothing fatal is open.
with scopes as (select * from {{ ref('int_report_scopes') }}),

members as (select * from {{ ref('int_report_members') }}),

units as (select * from {{ ref('int_units_by_year') }}),

missing as (
    select
        members.report_year,
        members.scope,
        'missing' as kind,
        members.unit_id,
        {{ text('null') }} as rule_code,
        {{ dbt.concat([
            'members.short_name', "'未报送年度统计报表'",
            "case when members.reported_by is null then '' else " ~ dbt.concat(["'（由'", "coalesce(reporters.short_name, members.reported_by)", "'合并报送）'"]) ~ " end"
        ]) }} as remark
    from members
    left join units as reporters
        on members.report_year = reporters.report_year and members.reported_by = reporters.unit_id
    where members.submission_id is null
),

-- The fees are prose; a report without that sentence is no report with a gap in its tables.
gaps as (
    select
        figures.report_year,
        figures.scope,
        scopes.is_rollup,
        figures.uncounted_units,
        count(*) as cell_count,
        min(figures.template_version) as template_version
    from {{ ref('int_report_cells') }} as figures
    inner join scopes on figures.report_year = scopes.report_year and figures.scope = scopes.scope
    where figures.table_code <> 'fees' and figures.counted_count < figures.owing_count and scopes.reporting_count > 0
    group by figures.report_year, figures.scope, scopes.is_rollup, figures.uncounted_units
),

incomplete as (
    select
        report_year,
        scope,
        'incomplete' as kind,
        {{ text('null') }} as unit_id,
        {{ text('null') }} as rule_code,
        case
            when is_rollup
                then {{ dbt.concat([text('cell_count'), "' 格的合计不完整，未计入：'", 'uncounted_units']) }}
            else {{ dbt.concat([text('cell_count'), "' 格空白或读不懂'"]) }}
        end as remark
    from gaps
),

fatal_flags as (
    select
        flags.report_year,
        flags.unit_id,
        flags.rule_code,
        rules.title,
        count(*) as flag_count
    from {{ ref('fct_quality_flags') }} as flags
    inner join {{ ref('dim_rules') }} as rules on flags.rule_code = rules.rule_code
    where flags.severity = 'fatal' and flags.is_open and flags.report_year is not null
    group by flags.report_year, flags.unit_id, flags.rule_code, rules.title
),

-- A unit's own report waits for what is wrong with the unit; a roll-up for what is wrong with any, or with no single one.
fatal as (
    select
        scopes.report_year,
        scopes.scope,
        'fatal' as kind,
        fatal_flags.unit_id,
        fatal_flags.rule_code,
        {{ dbt.concat(["coalesce(units.short_name, '')", 'fatal_flags.title', "'（'", 'fatal_flags.rule_code', "'）'", text('fatal_flags.flag_count'), "' 处'"]) }} as remark
    from scopes
    inner join fatal_flags on scopes.report_year = fatal_flags.report_year
    left join members
        on
            scopes.report_year = members.report_year
            and scopes.scope = members.scope
            and fatal_flags.unit_id = members.unit_id
    left join units on fatal_flags.report_year = units.report_year and fatal_flags.unit_id = units.unit_id
    where members.unit_id is not null or (scopes.is_rollup and fatal_flags.unit_id is null)
),

-- Whose figures stand in whose report.
reported_for as (
    select
        members.report_year,
        scopes.scope,
        'note' as kind,
        members.unit_id,
        {{ text('null') }} as rule_code,
        {{ dbt.concat(['members.short_name', "'的数字在'", 'reporters.short_name', "'的报表中，不另计'"]) }} as remark
    from members
    inner join units as reporters
        on members.report_year = reporters.report_year and members.reported_by = reporters.unit_id
    inner join scopes
        on
            members.report_year = scopes.report_year
            and (members.scope = scopes.scope or members.reported_by = scopes.scope)
),

-- And who has handed in besides, for nothing.
handed_in_besides as (
    select
        members.report_year,
        members.scope,
        'note' as kind,
        members.unit_id,
        {{ text('null') }} as rule_code,
        {{ dbt.concat(['members.short_name', "'另有自行报送的年度统计，未计入'"]) }} as remark
    from members
    inner join {{ ref('int_submissions_known') }} as returns
        on
            members.report_year = returns.report_year
            and members.unit_id = returns.unit_id
            and returns.form = 'annual_statistics'
            and returns.is_active
    where members.reported_by is not null
),

deducted as (
    select
        figures.report_year,
        figures.scope,
        'note' as kind,
        {{ text('null') }} as unit_id,
        {{ text('null') }} as rule_code,
        {{ dbt.concat(['cells.cell_name', "'扣减 '", plain_number('figures.deducted'), "'：'", 'figures.deduction_reason']) }} as remark
    from {{ ref('int_report_cells') }} as figures
    inner join {{ ref('dim_report_cells') }} as cells
        on
            figures.template_version = cells.template_version
            and {{ same_cell('figures', 'cells') }}
            and cells.form = 'annual_statistics'
    where figures.deducted is not null
),

-- The office's recorded decision that the report goes out as it is; it opens the gate and stands in the report.
overridden as (
    select
        overrides.report_year,
        overrides.scope,
        'override' as kind,
        {{ text('null') }} as unit_id,
        {{ text('null') }} as rule_code,
        {{ dbt.concat(["'按决定照此定稿：'", 'overrides.reason', "'（'", 'overrides.decided_by_office', "' '", 'overrides.decided_by', "'，'", text('overrides.decided_on'), "'）'"]) }} as remark
    from {{ ref('stg_registry__gate_overrides') }} as overrides
    inner join scopes on overrides.report_year = scopes.report_year and overrides.scope = scopes.scope
    where overrides.decided_on <= {{ as_of() }}
),

remarks as (
    select * from overridden
    union all
    select * from missing
    union all
    select * from incomplete
    union all
    select * from fatal
    union all
    select * from reported_for
    union all
    select * from handed_in_besides
    union all
    select * from deducted
)

select
    report_year,
    scope,
    cast(row_number() over (
        partition by report_year, scope
        order by
            case kind when 'override' then 1 when 'missing' then 2 when 'incomplete' then 3 when 'fatal' then 4 else 5 end,
            unit_id, rule_code, remark
    ) as integer) as remark_order,
    kind,
    kind not in ('note', 'override') as is_blocking,
    unit_id,
    rule_code,
    remark
from remarks
