-- The entries that a probe looks at: of its column, with a title of its pattern, printed in its period. What bears no
-- date may be of any day. A daily bulletin is told apart by the day that it is about, not by the day of printing.
select
    asked.probe_id,
    asked.unit_id,
    entries.site_id,
    entries.crawl_day,
    entries.entry_url,
    entries.entry_text,
    entries.title,
    entries.printed_on,
    entries.body_text,
    entries.media
from {{ ref('int_probes_asked') }} as asked
inner join {{ ref('int_column_entries') }} as entries
    on asked.unit_id = entries.unit_id and asked.column_code = entries.column_code
where
    asked.state = 'ready'
    and (asked.pattern is null or {{ matches('entries.entry_text', 'asked.pattern') }})
    and (
        asked.kind = 'dated'
        or entries.printed_on is null
        or (
            entries.printed_on >= coalesce(asked.period_from, entries.printed_on)
            and entries.printed_on <= coalesce(asked.period_to, entries.printed_on)
        )
    )
