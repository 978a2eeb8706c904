-- Backups: what the folder of backups holds, for the pages, and what the pages ask the scheduler for.

CREATE TABLE backup_run (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number, for the address of its page',
	name VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'name of its files in the folder of backups',
	kind VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'full, incremental, differential, logical, binlog',
	base VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'backup it adds to',
	begun_at DATETIME(6) NOT NULL COMMENT 'start',
	finished_at DATETIME(6) NOT NULL COMMENT 'end',
	covers_at DATETIME(6) NOT NULL COMMENT 'every change up to this moment is in it',
	bytes BIGINT UNSIGNED NOT NULL COMMENT 'size of its files, sealed',
	table_count INT UNSIGNED NOT NULL COMMENT 'tables that were counted',
	row_count BIGINT UNSIGNED NOT NULL COMMENT 'rows in them, at that moment',
	version_count BIGINT UNSIGNED NOT NULL COMMENT 'these and all earlier versions',
	sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'of the sealed file',
	verified_at DATETIME(6) NULL COMMENT 'when it was last restored elsewhere and compared',
	verified_s INT UNSIGNED NULL COMMENT 'seconds that took',
	verified_result VARCHAR(500) NULL COMMENT 'well, or what was wrong',
	sent_at DATETIME(6) NULL COMMENT 'when its copy arrived elsewhere',
	UNIQUE KEY name (name),
	KEY begun_at (begun_at)
) COMMENT 'a copy of what the folder of backups holds, which is the truth; not versioned';

CREATE TABLE backup_state (
	id TINYINT UNSIGNED NOT NULL PRIMARY KEY COMMENT 'always 1',
	line VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'life of the data; a restore begins another, so that no backup adds to one of the life before',
	requested_kind VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'backup somebody asked for on a page',
	requested_at DATETIME(6) NULL COMMENT 'when',
	requested_by BIGINT UNSIGNED NULL COMMENT 'user who did',
	scheduler_seen_at DATETIME(6) NULL COMMENT 'last time qiao backup due ran',
	running_kind VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'what it is making now',
	running_since DATETIME(6) NULL COMMENT 'since when',
	last_failure VARCHAR(500) NULL COMMENT 'why the last one did not succeed; NULL: it did',
	last_failure_at DATETIME(6) NULL COMMENT 'when that was'
) COMMENT 'one row: what the pages ask the scheduler of backups for, and what it says; not versioned';
INSERT INTO backup_state (id) VALUES (1);
