-- What was decided about names in an uploaded file is kept with it; sign-in names may be left to the program.

ALTER TABLE import_file
	ADD COLUMN left_out INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'rows left out by choice',
	ADD COLUMN decided LONGTEXT NULL COMMENT 'what names of the file were taken for, as a CSV of column, name, meaning, rows';

ALTER TABLE user
	MODIFY COLUMN login VARCHAR(80) COLLATE utf8mb4_nopad_bin NULL COMMENT 'name to sign in with, lower case; made from the name when left empty';
