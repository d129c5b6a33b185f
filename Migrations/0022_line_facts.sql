-- What is known of each funding line besides its money: names, point of law, targets, what was published. The first eight lines are
-- those that calls name too; a test holds both tables to each other.
CREATE TABLE budget.line (
    node_id         bigint PRIMARY KEY,
    kind            text NOT NULL DEFAULT 'line' CONSTRAINT line_is_line CHECK (kind = 'line'),
    name_lv         text NOT NULL CONSTRAINT line_name_lv_there CHECK (length(btrim(name_lv)) > 0),
    name_en         text NOT NULL CONSTRAINT line_name_en_there CHECK (length(btrim(name_en)) > 0),
    -- Point of MK 16.07.2024. noteikumi Nr. 483.
    point           text NOT NULL CONSTRAINT line_point_shape CHECK (point ~ '^[0-9]{1,3}(\.[0-9]{1,3}){0,5}$'),
    -- 'own': an action of the agency itself.
    mode            text NOT NULL CONSTRAINT line_mode_known CHECK (mode IN ('competitive', 'quota', 'own')),
    target_count    integer CONSTRAINT line_target_positive CHECK (target_count > 0),
    target_unit     text CONSTRAINT line_unit_known CHECK (target_unit IN ('learners', 'projects', 'events')),
    -- The most for one project, where published.
    unit_cents      bigint CONSTRAINT line_unit_positive CHECK (unit_cents > 0),
    -- NULL: no sum is published.
    published_cents bigint CONSTRAINT line_published_positive CHECK (published_cents > 0),
    -- The other way to read what is printed; the reading above is taken until it is confirmed.
    other_count     integer CONSTRAINT line_other_count_positive CHECK (other_count > 0),
    other_cents     bigint CONSTRAINT line_other_cents_positive CHECK (other_cents > 0),
    -- What comes of it in words, and who says so; NULL where the target says it all.
    result_lv       text,
    result_en       text,
    result_source   text,
    CONSTRAINT line_of_its_node FOREIGN KEY (node_id, kind) REFERENCES budget.node (node_id, kind),
    CONSTRAINT line_target_whole CHECK ((target_count IS NULL) = (target_unit IS NULL)),
    CONSTRAINT line_other_reading_whole CHECK (
        (other_count IS NULL) = (other_cents IS NULL)
        AND (other_count IS NULL OR target_count IS NOT NULL AND published_cents IS NOT NULL)),
    CONSTRAINT line_result_whole CHECK (
        (result_lv IS NULL) = (result_en IS NULL) AND (result_lv IS NULL) = (result_source IS NULL))
);

INSERT INTO budget.line (node_id, name_lv, name_en, point, mode, target_count, target_unit, unit_cents, published_cents)
SELECT n.node_id, f.name_lv, f.name_en, f.point, f.mode, f.target_count, f.target_unit,
       -- The note says so in words: 7000.00 and 5000.00 a project.
       CASE f.mode WHEN 'competitive' THEN f.cents / f.target_count END, f.cents
  FROM budget.node n
  JOIN funding_line f USING (code);
-- The presentation of 24.02.2025 prints "551 600 000": 551 events for 600 000, or 55 for 1 600 000.
UPDATE budget.line SET other_count = 55, other_cents = 160000000
 WHERE node_id = (SELECT node_id FROM budget.node WHERE code = 'VEC');

-- The agency's own actions. No sum and no target is published for any; what comes of them is told in words.
INSERT INTO budget.line (node_id, name_lv, name_en, point, mode, result_lv, result_en, result_source)
SELECT n.node_id, o.name_lv, o.name_en, o.code, 'own', o.result_lv, o.result_en, o.source
  FROM (VALUES
    ('23.1', 'Starpresoru sadarbības stiprināšana', 'Stronger cooperation between sectors',
     'Rekomendācijas starpresoru sadarbībai valsts līmenī, sadarbības un informācijas apmaiņas kārtība, mācības par to izglītības iestāžu atbalsta komandām un pašvaldību sadarbības grupām.',
     'Recommendations for cooperation between sectors at national level, procedures of cooperation and exchange of information, training in them for support teams of schools and cooperation groups of municipalities.',
     'VIAA 24.02.2025.; MK 483, 23.1.'),
    ('23.2', 'Grupu supervīzijas', 'Group supervision',
     'Supervīzijas pedagogiem, atbalsta personālam, sociālajiem darbiniekiem un izglītojamo mentoriem.',
     'Supervision for teachers, support staff, social workers and learner mentors.',
     'MK 483, 23.2.'),
    ('23.4', 'Mentoru mācību programma', 'Training programme for mentors',
     'Apmācīti izglītojamo mentori: 117 līdz 2025. gada decembrim, 300–400 plānoti līdz 2029. gadam.',
     'Trained learner mentors: 117 by December 2025, 300–400 planned by 2029.',
     'la.lv 23.12.2025.'),
    ('23.6', 'Interaktīva atbalsta platforma', 'Interactive support platform',
     'Ar VIIS saistīta platforma priekšlaicīgas mācību pārtraukšanas risku izvērtēšanai un vadībai.',
     'A platform linked to the education register (VIIS) to assess and manage the risk of early school leaving.',
     'MK 483, 23.6.'),
    ('23.7.1', 'Mērķsadarbības pasākumi (aģentūra)', 'Events of targeted cooperation (agency)',
     'Aģentūras rīkoti mērķsadarbības un izglītojoši pasākumi.',
     'Events of targeted cooperation and education held by the agency.',
     'MK 483, 23.7.1.'),
    ('23.8', 'Komunikācija', 'Communication',
     '1 projekta atklāšanas konference 20.03.2025.',
     '1 opening conference of the project on 20.03.2025.',
     'VIAA 24.02.2025.'),
    ('23.9', 'Projekta vadība', 'Project management',
     'Ziņojums konsultatīvajai padomei vismaz reizi sešos mēnešos; izvērtējums reizi divos gados, pēdējais līdz 30.06.2029.',
     'A report to the consultative council at least every six months; an evaluation every two years, the last by 30.06.2029.',
     'MK 483, 32., 36., 37.')
  ) AS o (code, name_lv, name_en, result_lv, result_en, source)
  JOIN budget.node n ON n.code = o.code;

-- The European Social Fund Plus pays so much of what counts on a day; the state pays the rest.
CREATE TABLE budget.source_rate (
    node_id      bigint NOT NULL REFERENCES budget.node,
    valid        daterange NOT NULL CONSTRAINT source_rate_some_day CHECK (NOT isempty(valid)),
    basis_points integer NOT NULL CONSTRAINT source_rate_is_share CHECK (basis_points BETWEEN 0 AND 10000),
    -- Point of MK 483.
    point        text NOT NULL,
    CONSTRAINT source_rate_one_a_day EXCLUDE USING gist (int8range(node_id, node_id, '[]') WITH &&, valid WITH &&)
);
-- Costs are eligible from 01.07.2024 (p.29).
INSERT INTO budget.source_rate (node_id, valid, basis_points, point)
    SELECT node_id, daterange('2024-07-01', NULL), 8500, '9' FROM budget.node WHERE kind = 'programme';

CREATE VIEW budget.lines AS
    SELECT l.node_id, n.code, CASE p.kind WHEN 'line' THEN p.code END AS parent_line, n.is_support, n.valid, l.name_lv, l.name_en, l.point, l.mode,
           l.target_count, l.target_unit, l.unit_cents, l.published_cents, l.other_count, l.other_cents, l.result_lv, l.result_en,
           l.result_source
      FROM budget.line l
      JOIN budget.node n USING (node_id)
      LEFT JOIN budget.node p ON p.node_id = n.parent_id;
CREATE VIEW budget.source_rates AS SELECT node_id, valid, basis_points, point FROM budget.source_rate;
-- Accounts without the names of their nodes: sums over many cost no more than they must. Every account has its balance; the
-- outer join lets the planner leave it out where nobody asks for it.
CREATE VIEW budget.holdings AS
    SELECT a.account_id, a.node_id, a.stage, a.document, b.cents
      FROM budget.account a
      LEFT JOIN budget.balance b USING (account_id);
GRANT SELECT ON budget.lines, budget.source_rates, budget.holdings TO kopiena_service;
