-- The footer marks that a home page should have and has not, of sites that could be read.
select
    crawls.crawl_day,
    crawls.site_id,
    marks.mark,
    marks.mark_label
from {{ ref('int_portals_crawled') }} as crawls
cross join {{ ref('portal_marks') }} as marks
left join {{ ref('stg_portals__footer_marks') }} as found
    on
        crawls.crawl_day = found.crawl_day
        and crawls.site_id = found.site_id
        and marks.mark = found.mark
where crawls.is_read and marks.is_required and found.mark is null
