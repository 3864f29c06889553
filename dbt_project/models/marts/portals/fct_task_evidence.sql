-- What the unit says of an item it owes, and what its portal shows of the same task.
with obligations as (select * from {{ ref('fct_obligations') }}),

reported as ({{ reported_lines(ref('fct_obligations'), ref('fct_task_progress')) }})

select
    obligations.obligation_id,
    obligations.report_year,
    obligations.task_id,
    obligations.unit_id,
    probes.probe_id,
    obligations.status,
    reported.progress_status,
    probes.what,
    probes.result,
    probes.detail,
    probes.evidence_url,
    probes.crawl_day
from obligations
inner join {{ ref('fct_task_probes') }} as probes
    on obligations.task_id = probes.task_id and obligations.unit_id = probes.unit_id
left join reported on obligations.obligation_id = reported.obligation_id
