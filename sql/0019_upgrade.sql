-- Which programs are running, and which schema they know: what they need is not taken from under them.

CREATE TABLE program_process (
	host VARCHAR(64) NOT NULL COMMENT 'machine',
	process_id INT UNSIGNED NOT NULL COMMENT 'process there',
	program VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'name of the program',
	schema_known SMALLINT UNSIGNED NOT NULL COMMENT 'number of the newest migration it was built with',
	started_at DATETIME(6) NOT NULL COMMENT 'when it looked at the schema',
	PRIMARY KEY (host, process_id),
	KEY schema_known (schema_known)
) COMMENT 'workers that stay; each writes its row once and takes it along when it ends; not versioned';
