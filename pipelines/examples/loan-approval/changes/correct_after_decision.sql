-- Life goes on after the decision: the latest version of a row is not what it was decided on.
with revised as (
  update applicant a
  set
    age = s.person_age + 1,
    income = round(s.person_income * 1.25, 1),
    employment_years = s.person_emp_exp + 1,
    home_ownership = case when s.person_home_ownership = 'OWN' then 'MORTGAGE' else 'OWN' end,
    credit_score = s.credit_score - 40,
    credit_history_years = s.cb_person_cred_hist_length + 1,
    email = 'new.' || s.email,
    updated_at = s.revised_at
  from landing.story s
  where s.is_revised
    and s.id >= :rows * :batch / :batches
    and s.id < :rows * (:batch + 1) / :batches
    and a.id = s.id
  returning a.id, a.updated_at
)
insert into landing.change (kind, applicant_id, updated_at)
select 'corrected after decision', id, updated_at
from revised;
