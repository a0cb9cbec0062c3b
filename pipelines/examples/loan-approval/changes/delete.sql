-- Applicants leave, some of them corrected or revised before; what was decided on them stays decided.
with deleted as (
  delete from applicant a
  using landing.story s
  where s.is_deleted
    and s.id >= :rows * :batch / :batches
    and s.id < :rows * (:batch + 1) / :batches
    and a.id = s.id
  returning a.id
)
insert into landing.change (kind, applicant_id)
select 'deleted', id
from deleted;
