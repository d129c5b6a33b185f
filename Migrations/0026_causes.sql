-- Which moves happened by a document: an amendment, a statement of the bank. Its page asks.
CREATE INDEX txn_cause ON budget.txn (cause, txn_id) WHERE cause IS NOT NULL;
