{#- The newest delivery of each landed source and year: what the source says now.
    Older deliveries stay in the landing area and are not read. -#}
{% macro current_delivery(source_name) -%}
    select delivery_id
    from (
        select
            delivery_id,
            row_number() over (partition by source_name, report_year order by delivery_number desc) as recency
        from {{ source(source_name, 'deliveries') }}
    ) as ranked
    where recency = 1
{%- endmacro %}
