-- New applicants with their applications, nothing decided yet: two tables in one transaction. They resemble others.
with newcomer as (
  select
    id,
    cast(floor(landing.fraction('like', id) * :rows) as bigint) as resembles,
    timestamptz '2024-02-01 00:00:00+00' + interval '720 hours' * landing.fraction('arrived', id) as arrived_at
  from generate_series(
    :rows + :rows / 45 * :batch / :batches,
    :rows + :rows / 45 * (:batch + 1) / :batches - 1
  ) as id
),
registered as (
  insert into applicant
  select
    n.id,
    s.person_age,
    s.person_gender,
    s.person_education,
    s.person_income,
    s.person_emp_exp,
    s.person_home_ownership,
    s.credit_score,
    s.cb_person_cred_hist_length,
    s.previous_loan_defaults_on_file,
    landing.first_name(n.id) || ' ' || landing.last_name(n.id),
    lower(landing.first_name(n.id) || '.' || landing.last_name(n.id)) || n.id || '@example.com',
    n.arrived_at
  from newcomer n
  join landing.story s on s.id = n.resembles
  returning id, updated_at
),
applied as (
  insert into loan_application
  select n.id, n.id, s.loan_amnt, s.loan_intent, s.loan_int_rate, s.loan_percent_income, n.arrived_at + interval '1 hour'
  from newcomer n
  join landing.story s on s.id = n.resembles
)
insert into landing.change (kind, applicant_id, updated_at)
select 'applied', id, updated_at
from registered;
