-- 政府网站工作年度报表: one row a field of the form, for each unit that has a site or handed in the form, and summed for
-- the city. What the crawl can count it counts, the rest is what the unit says; each figure says which.
with units as (select * from {{ ref('int_units_by_year') }}),

fields as (
    select * from {{ ref('dim_report_cells') }} where form = 'website_annual' and table_code = 'website'
),

{% for domain in ['website_source', 'cell_state'] -%}
{{ domain }}_labels as (select * from {{ ref('labels') }} where domain = '{{ domain }}'),

{% endfor -%}

figures as (select * from {{ ref('fct_website_figures') }}),

owing as (
    select
        units.report_year,
        units.unit_id
    from units
    inner join {{ ref('stg_portals__sites') }} as sites on units.unit_id = sites.unit_id
    union
    select
        report_year,
        unit_id
    from figures
),

-- A unit that handed in the form is not left out because the year's notice does not know it.
other_names as (
    select
        unit_id,
        max(short_name) as short_name,
        max(sort_order) as sort_order
    from {{ ref('dim_units') }}
    group by unit_id
),

report_years as (select distinct report_year from owing),

publications as (
    select
        *,
        min(published_year) over (partition by site_id, column_code) as first_year
    from {{ ref('fct_portal_publications') }}
),

-- What the crawl can count: every column goes back to the year, on a site read whole after the year's end. No entry
-- of the year is then a zero. A list from which the year has dropped out, or half a site, would count too few.
crawled as (
    select
        report_years.report_year,
        publications.unit_id,
        crawl_figures.row_code,
        sum(
            case when publications.published_year = report_years.report_year then publications.item_count else 0 end
        ) as value,
        min(crawls.home_url) as home_url
    from publications
    inner join {{ ref('fct_portal_daily') }} as crawls
        on publications.crawl_day = crawls.crawl_day and publications.site_id = crawls.site_id
    inner join {{ ref('website_crawl_figures') }} as crawl_figures
        on crawl_figures.column_type in (publications.column_type, '全部')
    cross join report_years
    group by report_years.report_year, publications.unit_id, crawl_figures.row_code
    having
        max(publications.first_year) <= report_years.report_year
        and min({{ one_if('crawls.is_complete') }}) = 1
        and min(extract(year from publications.crawl_day)) > report_years.report_year
),

of_units as (
    select
        owing.report_year,
        owing.unit_id as scope,
        coalesce(units.sort_order, other_names.sort_order) as unit_order,
        coalesce(units.short_name, other_names.short_name) as short_name,
        fields.cell_order,
        fields.row_path,
        fields.unit,
        -- The form's only figure that is no count is an average, of which no sum can be made.
        fields.kind = 'count' as is_summed,
        case
            when crawled.value is not null then 'crawl'
            when figures.cell_state is not null then 'unit'
        end as source,
        coalesce(crawled.value, figures.value) as value,
        figures.value as unit_value,
        figures.cell_state,
        coalesce(cell_state_labels.label, '未报') as unit_cell_state_label,
        crawled.value as crawl_value,
        case when figures.value <> crawled.value then figures.value - crawled.value end as difference,
        figures.source_locator,
        crawled.home_url as source_url
    from owing
    inner join fields on owing.report_year between fields.first_year and fields.last_year
    left join units on owing.report_year = units.report_year and owing.unit_id = units.unit_id
    left join other_names on owing.unit_id = other_names.unit_id
    left join figures
        on
            owing.report_year = figures.report_year
            and owing.unit_id = figures.unit_id
            and fields.row_code = figures.row_code
            and fields.column_code = figures.column_code
    left join cell_state_labels on figures.cell_state = cell_state_labels.code
    left join crawled
        on
            owing.report_year = crawled.report_year
            and owing.unit_id = crawled.unit_id
            and fields.row_code = crawled.row_code
),

summed as (
    select
        report_year,
        cell_order,
        row_path,
        unit,
        is_summed,
        min(case when value is not null then source end) as first_source,
        max(case when value is not null then source end) as last_source,
        {% for figure in ['value', 'unit_value', 'crawl_value'] -%}
        case when is_summed then sum({{ figure }}) end as {{ figure }},
        {% endfor -%}
        -- Two sums over different units do not differ: they are not the same sum.
        sum({{ one_if('(unit_value is null) <> (crawl_value is null)') }}) = 0 as is_comparable,
        count(*) as owing_count,
        count(value) as counted_count,
        sum({{ one_if("value is null and cell_state = 'not_applicable'") }}) as not_applicable_count
    from of_units
    group by report_year, cell_order, row_path, unit, is_summed
),

rows_to_print as (
    select
        report_year,
        scope,
        unit_order,
        short_name,
        cell_order,
        row_path,
        unit,
        source,
        value,
        unit_value,
        unit_cell_state_label,
        crawl_value,
        difference,
        null as owing_count,
        null as counted_count,
        null as not_applicable_count,
        null as is_partial,
        source_locator,
        source_url
    from of_units
    union all
    select
        report_year,
        'city' as scope,
        0 as unit_order,
        '全市' as short_name,
        cell_order,
        row_path,
        unit,
        case
            when not is_summed then 'not_summed'
            when first_source <> last_source then 'mixed'
            else first_source
        end as source,
        value,
        unit_value,
        null as unit_cell_state_label,
        crawl_value,
        case when is_comparable and unit_value <> crawl_value then unit_value - crawl_value end as difference,
        owing_count,
        counted_count,
        not_applicable_count,
        is_summed and counted_count + not_applicable_count < owing_count as is_partial,
        null as source_locator,
        null as source_url
    from summed
)

select
    rows_to_print.scope,
    cast(row_number() over (
        partition by rows_to_print.report_year, rows_to_print.scope
        order by rows_to_print.cell_order
    ) as integer) as row_order,
    rows_to_print.report_year,
    cast(rows_to_print.unit_order as integer) as unit_order,
    rows_to_print.short_name,
    rows_to_print.row_path as row_label,
    rows_to_print.unit,
    cast(rows_to_print.value as {{ figure_type() }}) as value,
    website_source_labels.label as source_label,
    {% for figure in ['unit_value', 'crawl_value', 'difference'] -%}
    cast(rows_to_print.{{ figure }} as {{ figure_type() }}) as {{ figure }},
    {% endfor -%}
    rows_to_print.unit_cell_state_label,
    {% for count in ['owing_count', 'counted_count', 'not_applicable_count'] -%}
    cast(rows_to_print.{{ count }} as integer) as {{ count }},
    {% endfor -%}
    cast(rows_to_print.is_partial as boolean) as is_partial,
    rows_to_print.source_locator,
    rows_to_print.source_url
from rows_to_print
left join website_source_labels on rows_to_print.source = website_source_labels.code
