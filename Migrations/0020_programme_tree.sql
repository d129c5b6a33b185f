-- The places of the programme's money. Sums are posted, not written here: an appropriation is a document.
INSERT INTO budget.node (kind, code) VALUES ('programme', '4.2.3.1/1/24/I/001');
-- MK 16.07.2024. noteikumi Nr. 483, p.20: at least 40 % go to individual support, so at most 60 % to the rest.
INSERT INTO budget.cap (node_id, rest_basis_points) SELECT node_id, 6000 FROM budget.node WHERE kind = 'programme';
INSERT INTO budget.node (kind, parent_id, parent_kind, code, valid, is_support)
    SELECT 'line', node_id, kind, l.code, daterange(l.starts, l.ends, '[]'), l.code = 'IAP'
      FROM budget.node, funding_line l
     WHERE kind = 'programme' AND l.parent IS NULL;
INSERT INTO budget.node (kind, parent_id, parent_kind, code, valid, is_support)
    SELECT 'line', p.node_id, p.kind, l.code, daterange(l.starts, l.ends, '[]'), p.is_support
      FROM funding_line l
      JOIN budget.node p ON p.code = l.parent;
-- The agency's own actions, whose sums are not published: nothing is assigned to them until they are.
INSERT INTO budget.node (kind, parent_id, parent_kind, code)
    SELECT 'line', node_id, kind, action
      FROM budget.node, unnest(ARRAY['23.1', '23.2', '23.4', '23.6', '23.7.1', '23.8', '23.9']) AS action
     WHERE kind = 'programme';
