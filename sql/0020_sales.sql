-- Rows of an uploaded file that carry further lines of the record above.

ALTER TABLE import_file
	ADD COLUMN further INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'rows with further lines of the record above';
