{#- The crawl of each site that counts on each day: the newest delivery that has the site.
    Days after the run's are not there yet. Every site that was looked at has a row in sites, even one
    that let nobody in, so the tables with what was found follow it. -#}
{% macro current_crawls() -%}
    select crawl_day, site_id, delivery_id
    from (
        select
            sites.crawl_day,
            sites.site_id,
            sites.delivery_id,
            row_number() over (
                partition by sites.crawl_day, sites.site_id order by deliveries.delivery_number desc
            ) as recency
        from {{ source('landed_portals', 'sites') }} as sites
        inner join {{ source('landed_portals', 'deliveries') }} as deliveries
            on sites.delivery_id = deliveries.delivery_id
        where sites.crawl_day <= {{ as_of() }}
    ) as ranked
    where recency = 1
{%- endmacro %}

{#- The columns of a landed table, of the crawls that count. -#}
{% macro current_of_sites(table, columns) -%}
    with current_crawls as ({{ current_crawls() }})

    select
        {%- for column in columns %}
        landed.{{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ source('landed_portals', table) }} as landed
    inner join current_crawls
        on landed.delivery_id = current_crawls.delivery_id
        and landed.crawl_day = current_crawls.crawl_day
        and landed.site_id = current_crawls.site_id
{%- endmacro %}

{#- The same for what belongs to no site: of the newest delivery of the day that has the address. -#}
{% macro current_of_addresses(table, columns, condition='true') -%}
    select
        {%- for column in columns %}
        {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (
        select
            landed.*,
            row_number() over (
                partition by landed.crawl_day, landed.url order by deliveries.delivery_number desc
            ) as recency
        from {{ source('landed_portals', table) }} as landed
        inner join {{ source('landed_portals', 'deliveries') }} as deliveries
            on landed.delivery_id = deliveries.delivery_id
        where landed.crawl_day <= {{ as_of() }} and {{ condition }}
    ) as ranked
    where recency = 1
{%- endmacro %}
