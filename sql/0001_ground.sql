-- The ground everything stands on: the clock, the changes, the sessions.

CREATE TABLE clock (
	id TINYINT UNSIGNED NOT NULL PRIMARY KEY COMMENT 'always 1',
	at DATETIME(6) NOT NULL COMMENT 'moment of the newest writing transaction, UTC'
) COMMENT 'one row that every writing transaction takes first, so that moments rise in the order of commits';
INSERT INTO clock (id, at) VALUES (1, SYSDATE(6));

CREATE TABLE `change` (
	at DATETIME(6) NOT NULL PRIMARY KEY COMMENT 'moment of the transaction, the row_start of every row version it wrote',
	part_of DATETIME(6) NULL COMMENT 'first change of the job this one belongs to',
	actor_id BIGINT UNSIGNED NULL COMMENT 'user who made it; NULL for the system',
	route VARCHAR(120) NOT NULL COMMENT 'page or command it came from',
	kind VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'form, import, command, api, system',
	reason VARCHAR(500) NULL COMMENT 'why, in the words of the person',
	token BINARY(16) NULL COMMENT 'one-time token of the form, so that a second arrival changes nothing',
	result_url VARCHAR(500) NULL COMMENT 'where the first arrival was sent afterwards',
	request_id VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'id in the log and on error pages',
	UNIQUE KEY token (token),
	KEY part_of (part_of),
	KEY actor_id (actor_id, at)
) COMMENT 'one row for each writing transaction: who, when, by which page, and why';

CREATE TABLE change_record (
	at DATETIME(6) NOT NULL COMMENT 'the change',
	entity VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'name in the data dictionary',
	record_id BIGINT UNSIGNED NOT NULL COMMENT 'id of the record',
	action VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'create, update, remove, restore',
	PRIMARY KEY (at, entity, record_id),
	KEY record (entity, record_id, at),
	KEY removed (entity, action, at)
) COMMENT 'the records each change touched';

CREATE TABLE catalogue (
	id TINYINT UNSIGNED NOT NULL PRIMARY KEY COMMENT 'always 1',
	version BIGINT UNSIGNED NOT NULL COMMENT 'rises when roles, teams, rights or settings change'
) COMMENT 'version of what every program keeps in memory';
INSERT INTO catalogue (id, version) VALUES (1, 1);

CREATE TABLE session (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the session',
	token_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'SHA-256 of the cookie, in hex; the cookie itself is kept nowhere',
	user_id BIGINT UNSIGNED NOT NULL COMMENT 'whose session',
	created_at DATETIME(6) NOT NULL COMMENT 'sign-in',
	last_seen_at DATETIME(6) NOT NULL COMMENT 'written at most once a minute',
	expires_at DATETIME(6) NOT NULL COMMENT 'the end, whatever happens',
	idle_s INT UNSIGNED NOT NULL COMMENT 'seconds without a request after which it ends',
	remote VARCHAR(45) CHARACTER SET ascii NOT NULL COMMENT 'address at sign-in',
	user_agent VARCHAR(200) NOT NULL COMMENT 'browser at sign-in',
	UNIQUE KEY token_hash (token_hash),
	KEY user_id (user_id),
	KEY expires_at (expires_at)
) COMMENT 'who is signed in; not versioned';

CREATE TABLE throttle (
	subject VARCHAR(120) COLLATE utf8mb4_nopad_bin NOT NULL COMMENT 'account:NAME or address:IP',
	failures INT UNSIGNED NOT NULL COMMENT 'wrong passwords since first_at',
	first_at DATETIME(6) NOT NULL COMMENT 'start of the window',
	PRIMARY KEY (subject),
	KEY first_at (first_at)
) COMMENT 'wrong passwords counted, to slow down guessing; not versioned';

CREATE TABLE search_text (
	entity VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'name in the data dictionary',
	record_id BIGINT UNSIGNED NOT NULL COMMENT 'id of the record',
	content TEXT COLLATE utf8mb4_nopad_bin NOT NULL COMMENT 'folded text of the searched fields, with pinyin and initials',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	PRIMARY KEY (entity, record_id)
) COMMENT 'what a search finds a record by' WITH SYSTEM VERSIONING;

CREATE TABLE search_gram (
	entity VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'name in the data dictionary',
	gram VARCHAR(6) COLLATE utf8mb4_nopad_bin NOT NULL COMMENT 'one to three neighbouring characters of the folded text',
	record_id BIGINT UNSIGNED NOT NULL COMMENT 'id of the record',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	PRIMARY KEY (entity, gram, record_id)
) COMMENT 'index for search inside words, in Chinese too' WITH SYSTEM VERSIONING;

CREATE TABLE import_file (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the upload',
	actor_id BIGINT UNSIGNED NOT NULL COMMENT 'who sent it; nobody else sees it',
	entity VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'what it is to become',
	file_name VARCHAR(200) NOT NULL COMMENT 'as the browser named it',
	charset VARCHAR(20) CHARACTER SET ascii NOT NULL COMMENT 'encoding, guessed or chosen',
	content LONGBLOB NOT NULL COMMENT 'the bytes as they came',
	errors LONGTEXT NULL COMMENT 'rows refused, as a CSV to download',
	result TEXT NULL COMMENT 'figures of the finished import',
	created_at DATETIME(6) NOT NULL COMMENT 'upload; removed a week later',
	KEY actor_id (actor_id, created_at),
	KEY created_at (created_at)
) COMMENT 'uploads waiting to be imported; not versioned';
