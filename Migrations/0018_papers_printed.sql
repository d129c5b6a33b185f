-- A submission has no paper until its receipt is printed; until then there is nothing to find it by.
DROP INDEX submission_pdf;
CREATE INDEX submission_pdf ON submission (pdf_file_id) WHERE pdf_file_id IS NOT NULL;
