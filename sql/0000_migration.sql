-- What has been run here; made before anything else, each time.
CREATE TABLE IF NOT EXISTS migration (
	name VARCHAR(100) NOT NULL PRIMARY KEY COMMENT 'file in sql/',
	sha256 CHAR(64) CHARACTER SET ascii NOT NULL COMMENT 'of the file as it was run',
	run_at DATETIME(6) NOT NULL COMMENT 'when it ended'
) COMMENT 'migrations that have been run; not versioned';
