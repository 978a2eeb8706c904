-- What keeps Qiao itself in order: the maintenance register, changes, incidents, probes and what the doctor found.

CREATE TABLE maintenance_rule (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'there is one, number 1',
	version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'rises with every change',
	name VARCHAR(80) NOT NULL COMMENT 'name in Chinese',
	name_en VARCHAR(80) NOT NULL COMMENT 'name in English',
	formula VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'weighted or effort: which of the two orders the plan',
	urgency_weight DECIMAL(6,2) NOT NULL COMMENT 'w1',
	impact_weight DECIMAL(6,2) NOT NULL COMMENT 'w2',
	complexity_weight DECIMAL(6,2) NOT NULL COMMENT 'w3',
	hours_per_week DECIMAL(7,1) NOT NULL COMMENT 'hours all people together have for maintenance in a week',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end)
) COMMENT 'how the priority of maintenance is worked out' WITH SYSTEM VERSIONING;

INSERT INTO maintenance_rule (id, name, name_en, formula, urgency_weight, impact_weight, complexity_weight, hours_per_week) VALUES
	(1, '维护优先级规则', 'Maintenance priority', 'weighted', 1, 1, 1, 20);

CREATE TABLE maintenance_item (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the item',
	version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'rises with every change',
	title VARCHAR(160) NOT NULL COMMENT 'what is to be done',
	kind VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'work' COMMENT 'work, upgrade, backup or finding',
	description TEXT NULL COMMENT 'details',
	urgency TINYINT UNSIGNED NOT NULL DEFAULT 3 COMMENT '1 to 5',
	impact TINYINT UNSIGNED NOT NULL DEFAULT 3 COMMENT '1 to 5',
	complexity TINYINT UNSIGNED NOT NULL DEFAULT 3 COMMENT '1 to 5',
	status VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'open' COMMENT 'open, planned, doing, done or cancelled',
	hours_planned DECIMAL(7,1) NULL COMMENT 'hours of work, expected',
	hours_actual DECIMAL(7,1) NULL COMMENT 'hours of work, spent',
	people_planned INT UNSIGNED NULL COMMENT 'people needed',
	people_actual INT UNSIGNED NULL COMMENT 'people who worked on it',
	equipment VARCHAR(300) NULL COMMENT 'machines, tools and licences needed',
	planned_on DATE NULL COMMENT 'day it is to be done',
	done_on DATE NULL COMMENT 'day it was done',
	check_name VARCHAR(160) NULL COMMENT 'security check it comes from',
	retest_on DATE NULL COMMENT 'day the check is to be repeated',
	owner_id BIGINT UNSIGNED NULL COMMENT 'who looks after it',
	created_at DATETIME(6) NOT NULL COMMENT 'entered, UTC',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	KEY title (title),
	KEY check_name (check_name),
	KEY status (status),
	KEY planned_on (planned_on),
	KEY retest_on (retest_on),
	KEY owner_id (owner_id),
	CONSTRAINT maintenance_item_owner FOREIGN KEY (owner_id) REFERENCES user (id) ON DELETE RESTRICT ON UPDATE RESTRICT
) COMMENT 'maintenance: what is to be done with the system itself' WITH SYSTEM VERSIONING;

CREATE TABLE change_request (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the change',
	version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'rises with every change',
	title VARCHAR(160) NOT NULL COMMENT 'what is to be different',
	purpose TEXT NOT NULL COMMENT 'why',
	status VARCHAR(11) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'requirement' COMMENT 'requirement, design, test, deployed or rejected',
	design TEXT NULL COMMENT 'how',
	test TEXT NULL COMMENT 'how it is shown to work',
	way_back TEXT NULL COMMENT 'how it is undone',
	released_in VARCHAR(40) NULL COMMENT 'version of Qiao it came with',
	maintenance_item_id BIGINT UNSIGNED NULL COMMENT 'item of the register it belongs to',
	requirement_on DATE NULL COMMENT 'day of that state',
	design_on DATE NULL COMMENT 'day of that state',
	test_on DATE NULL COMMENT 'day of that state',
	deployed_on DATE NULL COMMENT 'day of that state',
	owner_id BIGINT UNSIGNED NULL COMMENT 'who looks after it',
	created_at DATETIME(6) NOT NULL COMMENT 'entered, UTC',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	KEY title (title),
	KEY status (status),
	KEY maintenance_item (maintenance_item_id),
	KEY owner_id (owner_id),
	CONSTRAINT change_request_item FOREIGN KEY (maintenance_item_id) REFERENCES maintenance_item (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
	CONSTRAINT change_request_owner FOREIGN KEY (owner_id) REFERENCES user (id) ON DELETE RESTRICT ON UPDATE RESTRICT
) COMMENT 'upgrades and extensions: requirement, design, test, deployed' WITH SYSTEM VERSIONING;

CREATE TABLE incident (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the incident',
	version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'rises with every change',
	title VARCHAR(160) NOT NULL COMMENT 'what happened',
	service VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'program that did not answer, database, or any other name',
	began_at DATETIME(6) NOT NULL COMMENT 'UTC',
	ended_at DATETIME(6) NULL COMMENT 'UTC; NULL: goes on',
	is_planned TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '1: maintenance that was announced',
	found VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'person' COMMENT 'automatic or person',
	cause TEXT NULL COMMENT 'why it happened',
	cure TEXT NULL COMMENT 'what helped',
	maintenance_item_id BIGINT UNSIGNED NULL COMMENT 'what is done so that it does not happen again',
	created_at DATETIME(6) NOT NULL COMMENT 'entered, UTC',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	KEY began_at (began_at),
	KEY service_ended (service, ended_at),
	KEY maintenance_item (maintenance_item_id),
	CONSTRAINT incident_item FOREIGN KEY (maintenance_item_id) REFERENCES maintenance_item (id) ON DELETE RESTRICT ON UPDATE RESTRICT
) COMMENT 'times at which something did not work' WITH SYSTEM VERSIONING;

CREATE TABLE probe (
	service VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'program or database',
	at DATETIME(6) NOT NULL COMMENT 'UTC',
	is_up TINYINT UNSIGNED NOT NULL COMMENT 'did it answer?',
	ms INT UNSIGNED NOT NULL COMMENT 'how long that took',
	PRIMARY KEY (service, at),
	KEY at (at)
) COMMENT 'what qiao probe saw in the last days, one row for each look';

CREATE TABLE probe_day (
	service VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'program or database',
	on_day DATE NOT NULL COMMENT 'UTC',
	probes INT UNSIGNED NOT NULL COMMENT 'looks of that day',
	failures INT UNSIGNED NOT NULL COMMENT 'without an answer, not announced',
	planned INT UNSIGNED NOT NULL COMMENT 'without an answer while maintenance was announced',
	observed_s INT UNSIGNED NOT NULL COMMENT 'seconds between looks that were near enough to say what was in between',
	ms_total BIGINT UNSIGNED NOT NULL COMMENT 'of the answers',
	PRIMARY KEY (service, on_day)
) COMMENT 'probes of each day, added up: they stay when the single ones are dropped';

CREATE TABLE security_run (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the run',
	at DATETIME(6) NOT NULL COMMENT 'UTC',
	host VARCHAR(120) NOT NULL COMMENT 'machine that looked',
	release_name VARCHAR(40) NOT NULL COMMENT 'version of Qiao that looked',
	KEY at (at)
) COMMENT 'runs of qiao doctor --security --record';

CREATE TABLE security_result (
	run_id BIGINT UNSIGNED NOT NULL COMMENT 'of which run',
	position SMALLINT UNSIGNED NOT NULL COMMENT 'order',
	list VARCHAR(11) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'system, application or access',
	name VARCHAR(160) NOT NULL COMMENT 'what was looked at, in English',
	result VARCHAR(7) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'pass, fail or unknown',
	found VARCHAR(300) NOT NULL COMMENT 'what was there',
	cure VARCHAR(500) NOT NULL COMMENT 'what to do, in English',
	PRIMARY KEY (run_id, position),
	CONSTRAINT security_result_run FOREIGN KEY (run_id) REFERENCES security_run (id) ON DELETE RESTRICT ON UPDATE RESTRICT
) COMMENT 'lines of a run';

CREATE TABLE selftest_secret (
	secret_hash CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY COMMENT 'SHA-256 of a random secret that only qiao doctor knows',
	made_at DATETIME(6) NOT NULL COMMENT 'UTC; worthless after a minute'
) COMMENT 'who may ask the web programs to test themselves';

INSERT INTO role_right (role_id, entity, view_scope, create_scope, edit_scope, remove_scope, export_scope, import_scope) VALUES
	(3, 'maintenance_item', 'none', 'none', 'none', 'none', 'none', 'none'),
	(4, 'maintenance_item', 'none', 'none', 'none', 'none', 'none', 'none'),
	(5, 'maintenance_item', 'none', 'none', 'none', 'none', 'none', 'none'),
	(6, 'maintenance_item', 'none', 'none', 'none', 'none', 'none', 'none'),
	(3, 'maintenance_rule', 'none', 'none', 'none', 'none', 'none', 'none'),
	(4, 'maintenance_rule', 'none', 'none', 'none', 'none', 'none', 'none'),
	(5, 'maintenance_rule', 'none', 'none', 'none', 'none', 'none', 'none'),
	(6, 'maintenance_rule', 'none', 'none', 'none', 'none', 'none', 'none'),
	(3, 'change_request',   'none', 'none', 'none', 'none', 'none', 'none'),
	(4, 'change_request',   'none', 'none', 'none', 'none', 'none', 'none'),
	(5, 'change_request',   'none', 'none', 'none', 'none', 'none', 'none'),
	(6, 'change_request',   'none', 'none', 'none', 'none', 'none', 'none'),
	(3, 'incident',         'none', 'none', 'none', 'none', 'none', 'none'),
	(4, 'incident',         'none', 'none', 'none', 'none', 'none', 'none'),
	(5, 'incident',         'none', 'none', 'none', 'none', 'none', 'none'),
	(6, 'incident',         'none', 'none', 'none', 'none', 'none', 'none');
