// What the office gives out as files: letters (PDF), tables (CSV, XLSX), calendars and feeds. Values in, bytes out; no database, no
// HTTP, no sentences for people: whoever calls brings the words.
