-- Of what is not handed in, the agency's search finds only what its list shows: applicant, number and title.
UPDATE application a
   SET search = to_tsvector('simple', search_words(concat_ws(' ', o.name, a.number, a.title)))
  FROM organisation o
 WHERE o.organisation_id = a.organisation_id AND a.state <> 'submitted';
