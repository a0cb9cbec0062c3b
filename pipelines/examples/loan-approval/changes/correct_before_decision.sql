-- Mistyped profiles are put right before the decision: the first version of a row is not what it was decided on.
with corrected as (
  update applicant a
  set
    age = s.person_age,
    education = s.person_education,
    income = s.person_income,
    employment_years = s.person_emp_exp,
    home_ownership = s.person_home_ownership,
    credit_score = s.credit_score,
    credit_history_years = s.cb_person_cred_hist_length,
    previous_defaults = s.previous_loan_defaults_on_file,
    updated_at = s.corrected_at
  from landing.story s
  where s.starts_wrong
    and not s.is_corrected_late
    and s.id >= :rows * :batch / :batches
    and s.id < :rows * (:batch + 1) / :batches
    and a.id = s.id
  returning a.id, a.updated_at
)
insert into landing.change (kind, applicant_id, updated_at)
select 'corrected before decision', id, updated_at
from corrected;
