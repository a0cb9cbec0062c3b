-- The flat file as the bank it came from: row number = ids, times spread over 2022 and 2023 by hashes of :seed.
-- Every table has a primary key, so the default replica identity tells which row was deleted. There are no foreign
-- keys: deleting an applicant must not take applications and decisions along.
-- Times are timestamptz with microseconds; hours, not days, keep them free of the time zone of the session.

create table applicant (
  id bigint primary key,
  age numeric(5, 1) not null,
  gender text not null,
  education text not null,
  income numeric(12, 1) not null,
  employment_years integer not null,
  home_ownership text not null,
  credit_score integer not null,
  credit_history_years numeric(5, 1) not null,
  previous_defaults text not null,
  full_name text not null,
  email text not null,
  updated_at timestamptz not null
);

create table loan_application (
  id bigint primary key,
  applicant_id bigint not null,
  amount numeric(12, 1) not null,
  intent text not null,
  rate numeric(5, 2) not null,
  percent_income numeric(5, 2) not null,
  applied_at timestamptz not null
);

create table loan_decision (
  application_id bigint primary key,
  status integer not null,
  decided_at timestamptz not null
);

create index loan_application_of_applicant on loan_application (applicant_id);

-- The same number in [0, 1) for the same seed, purpose and id, on every machine.
create function landing.fraction(purpose text, id bigint) returns double precision language sql immutable
return cast(cast('x' || left(md5(concat_ws(' ', :seed, purpose, id)), 13) as bit(52)) as bigint)
  / cast(4503599627370496 as double precision);

create function landing.first_name(id bigint) returns text language sql immutable
return (array['Ada', 'Ben', 'Carla', 'David', 'Elena', 'Felix', 'Grace', 'Hugo', 'Ines', 'Jonas', 'Kira', 'Liam',
  'Mona', 'Noah', 'Olga', 'Paul', 'Rosa', 'Sam', 'Tara', 'Viktor'])[1 + id % 20];

create function landing.last_name(id bigint) returns text language sql immutable
return (array['Abel', 'Bauer', 'Costa', 'Diaz', 'Evans', 'Fischer', 'Garcia', 'Hansen', 'Ito', 'Jansen', 'Kaya',
  'Lopez', 'Moreau', 'Novak', 'Okafor', 'Petrov', 'Quinn', 'Rossi', 'Silva', 'Tanaka', 'Usman', 'Vega', 'Weber'])
  [1 + id % 23];

-- What happens to whom, and when, in event time:
--   known_at < applied_at < corrected_at <= decided_at < revised_at
-- A fifth of the corrections fall on the very instant of the decision, a fifth of the revisions a microsecond after it.
create view landing.story as
select
  l.*,
  l.row as id,
  landing.first_name(l.row) || ' ' || landing.last_name(l.row) as full_name,
  lower(landing.first_name(l.row) || '.' || landing.last_name(l.row)) || l.row || '@example.com' as email,
  a.applied_at - interval '1 hour' - interval '719 hours' * landing.fraction('known', l.row) as known_at,
  a.applied_at,
  a.applied_at + d.took
    * case when l.row % 45 = 9 then 1 else 0.05 + 0.9 * landing.fraction('corrected', l.row) end as corrected_at,
  a.applied_at + d.took as decided_at,
  a.applied_at + d.took + interval '1 microsecond'
    + interval '1440 hours' * case when l.row % 45 = 4 then 0 else landing.fraction('revised', l.row) end as revised_at,
  l.row % 9 = 0 as starts_wrong,
  l.row % 9 = 4 or l.row % 90 = 0 as is_revised,
  l.row % 90 = 0 as is_corrected_late,
  l.row % 225 = l.row / 225 % 225 as is_deleted
from landing.loan_data l
cross join lateral (
  select timestamptz '2022-01-01 00:00:00+00' + interval '17520 hours' * landing.fraction('applied', l.row)
) a (applied_at)
cross join lateral (
  select interval '1 hour' + interval '335 hours' * landing.fraction('decided', l.row)
) d (took);

-- What the changes did, in the order they did it.
create table landing.change (
  number bigint generated always as identity primary key,
  kind text not null,
  applicant_id bigint not null,
  updated_at timestamptz
);
create index change_of_applicant on landing.change (applicant_id);

insert into applicant
select
  id,
  person_age,
  person_gender,
  person_education,
  person_income,
  person_emp_exp,
  person_home_ownership,
  credit_score,
  cb_person_cred_hist_length,
  previous_loan_defaults_on_file,
  full_name,
  email,
  known_at
from landing.story
where not starts_wrong;

-- One in nine begins with a mistyped profile.
insert into applicant
select
  id,
  person_age + 9,
  person_gender,
  case when person_education = 'Bachelor' then 'Associate' else 'Bachelor' end,
  round(person_income / 2, 1),
  person_emp_exp + 5,
  case when person_home_ownership = 'RENT' then 'OWN' else 'RENT' end,
  1240 - credit_score,
  cb_person_cred_hist_length + 2,
  case when previous_loan_defaults_on_file = 'Yes' then 'No' else 'Yes' end,
  full_name,
  email,
  known_at
from landing.story
where starts_wrong;

insert into loan_application
select id, id, loan_amnt, loan_intent, loan_int_rate, loan_percent_income, applied_at
from landing.story;

insert into loan_decision
select id, loan_status, decided_at
from landing.story;

analyze;
