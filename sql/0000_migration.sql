-- What has been run here, and how far; made before anything else, each time, so each line of it may be run again.
CREATE TABLE IF NOT EXISTS migration (
	name VARCHAR(100) NOT NULL PRIMARY KEY COMMENT 'file in sql/',
	sha256 CHAR(64) CHARACTER SET ascii NOT NULL COMMENT 'of the file as it was run',
	run_at DATETIME(6) NOT NULL COMMENT 'when it ended'
) COMMENT 'migrations that have been run; not versioned';
ALTER TABLE migration
	ADD COLUMN IF NOT EXISTS phase VARCHAR(10) CHARACTER SET ascii NOT NULL DEFAULT 'expand' COMMENT 'expand, backfill or contract',
	ADD COLUMN IF NOT EXISTS took_ms BIGINT UNSIGNED NULL COMMENT 'how long its statements took';

CREATE TABLE IF NOT EXISTS migration_step (
	name VARCHAR(100) NOT NULL COMMENT 'file in sql/ that is being run',
	step SMALLINT UNSIGNED NOT NULL COMMENT 'which of its statements, from 1',
	sha256 CHAR(64) CHARACTER SET ascii NOT NULL COMMENT 'of the statement',
	table_before CHAR(64) CHARACTER SET ascii NULL COMMENT 'picture of the table before a statement about its form; NULL for one about its rows',
	row_count BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'rows written so far by one about rows',
	began_at DATETIME(6) NOT NULL COMMENT 'written before a statement about the form of a table',
	ended_at DATETIME(6) NULL COMMENT 'NULL: it was begun, and nobody wrote down whether it was done',
	PRIMARY KEY (name, step)
) COMMENT 'how far the file in hand was run; gone when it ends; not versioned';

CREATE TABLE IF NOT EXISTS migration_lease (
	id TINYINT UNSIGNED NOT NULL PRIMARY KEY COMMENT 'always 1',
	host VARCHAR(64) NOT NULL COMMENT 'machine of the one who changes the schema; empty: nobody does',
	process_id INT UNSIGNED NOT NULL COMMENT 'process there',
	server VARCHAR(80) NOT NULL COMMENT 'database server it works through',
	connection_id BIGINT UNSIGNED NOT NULL COMMENT 'connection there; when that is gone, so is what it was doing',
	taken_at DATETIME(6) NOT NULL COMMENT 'since when'
) COMMENT 'one row: who changes the schema right now; not versioned';
INSERT IGNORE INTO migration_lease (id, host, process_id, server, connection_id, taken_at) VALUES (1, '', 0, '', 0, SYSDATE(6));

CREATE TABLE IF NOT EXISTS migration_tally (
	id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'in the order they were counted',
	up_to DATETIME(6) NOT NULL COMMENT 'moment they were counted up to',
	table_name VARCHAR(64) NOT NULL COMMENT 'table',
	column_name VARCHAR(64) NULL COMMENT 'column; NULL for the table as a whole',
	key_columns VARCHAR(1000) NULL COMMENT 'of the table: columns that tell its rows apart',
	kind VARCHAR(10) CHARACTER SET ascii NULL COMMENT 'of the table: versioned, dated or plain',
	tally VARCHAR(20) CHARACTER SET ascii NOT NULL COMMENT 'rows, those of the history included; of a column its sum'
) COMMENT 'what was counted before an upgrade that has not ended; not versioned';
