-- Letters that left and messages of visitors are kept for two years and then deleted, as the notice on personal data says.
-- Nothing refers to them: the trail keeps only the number of a message.
GRANT DELETE ON mail, feedback TO kopiena_service;
