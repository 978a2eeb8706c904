-- The people who work with Qiao, their teams and what they may do.

CREATE TABLE team (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the team',
	version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'rises with every change',
	name VARCHAR(80) NOT NULL COMMENT 'name',
	parent_id BIGINT UNSIGNED NULL COMMENT 'the team above',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	UNIQUE KEY name (name),
	CONSTRAINT team_parent FOREIGN KEY (parent_id) REFERENCES team (id) ON DELETE RESTRICT ON UPDATE RESTRICT
) COMMENT 'teams, a tree: who is above sees what is below' WITH SYSTEM VERSIONING;

CREATE TABLE role (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the role',
	version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'rises with every change',
	code VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'fixed name of a built-in role',
	name VARCHAR(80) NOT NULL COMMENT 'name in Chinese',
	name_en VARCHAR(80) NOT NULL COMMENT 'name in English',
	description VARCHAR(300) NOT NULL COMMENT 'what it is for, in Chinese',
	description_en VARCHAR(300) NOT NULL COMMENT 'what it is for, in English',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	UNIQUE KEY code (code)
) COMMENT 'what a kind of user may do' WITH SYSTEM VERSIONING;

CREATE TABLE role_right (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the right',
	version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'rises with every change',
	role_id BIGINT UNSIGNED NOT NULL COMMENT 'the role',
	entity VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'name in the data dictionary; * for every other one',
	view_scope VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'none, own, team or all',
	create_scope VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'none or all',
	edit_scope VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'none, own, team or all',
	remove_scope VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'none, own, team or all',
	export_scope VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'none, own, team or all',
	import_scope VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'none or all',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	UNIQUE KEY role_entity (role_id, entity),
	CONSTRAINT role_right_role FOREIGN KEY (role_id) REFERENCES role (id) ON DELETE RESTRICT ON UPDATE RESTRICT
) COMMENT 'scope of each act of a role on each entity' WITH SYSTEM VERSIONING;

CREATE TABLE user (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the user',
	version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'rises with every change',
	login VARCHAR(80) COLLATE utf8mb4_nopad_bin NOT NULL COMMENT 'name to sign in with, lower case',
	name VARCHAR(80) NOT NULL COMMENT 'name shown to others',
	email VARCHAR(190) NULL COMMENT 'e-mail',
	role_id BIGINT UNSIGNED NOT NULL COMMENT 'what they may do',
	team_id BIGINT UNSIGNED NULL COMMENT 'their team',
	language VARCHAR(5) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'zh or en; NULL follows the browser',
	zone VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'Asia/Shanghai' COMMENT 'time zone',
	theme VARCHAR(5) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'light or dark; NULL follows the system',
	is_active TINYINT UNSIGNED NOT NULL DEFAULT 1 COMMENT '0: may not sign in',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	UNIQUE KEY login (login),
	KEY name (name),
	CONSTRAINT user_role FOREIGN KEY (role_id) REFERENCES role (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
	CONSTRAINT user_team FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE RESTRICT ON UPDATE RESTRICT
) COMMENT 'people who sign in' WITH SYSTEM VERSIONING;

CREATE TABLE user_secret (
	user_id BIGINT UNSIGNED NOT NULL PRIMARY KEY COMMENT 'the user',
	password_hash VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'Argon2id with salt and limits',
	changed_at DATETIME(6) NOT NULL COMMENT 'when it was set'
) COMMENT 'secrets of users, apart so that history never holds them';

INSERT INTO role (id, code, name, name_en, description, description_en) VALUES
	(1, 'administrator', '管理员', 'Administrator', '管理用户、团队与全部数据', 'Runs users, teams and all data'),
	(2, 'manager', '经理', 'Manager', '查看并管理本团队及下级团队的数据', 'Sees and runs what belongs to the team and the teams below'),
	(3, 'salesperson', '销售', 'Salesperson', '管理自己负责的客户', 'Works with the customers they own'),
	(4, 'service_agent', '客服', 'Service agent', '查看全部客户，处理服务', 'Sees every customer and serves them'),
	(5, 'marketer', '市场', 'Marketer', '查看全部客户，策划活动', 'Sees every customer and plans campaigns'),
	(6, 'viewer', '访客', 'Viewer', '只能查看本团队的数据', 'Only looks at what belongs to the team');

INSERT INTO role_right (role_id, entity, view_scope, create_scope, edit_scope, remove_scope, export_scope, import_scope) VALUES
	(1, '*',        'all',  'all',  'all',  'all',  'all',  'all'),
	(2, '*',        'all',  'none', 'none', 'none', 'all',  'none'),
	(2, 'customer', 'team', 'all',  'team', 'team', 'team', 'all'),
	(2, 'contact',  'team', 'all',  'team', 'team', 'team', 'all'),
	(2, 'need',     'team', 'all',  'team', 'team', 'team', 'all'),
	(2, 'tag',      'all',  'all',  'all',  'all',  'all',  'all'),
	(3, '*',        'all',  'none', 'none', 'none', 'none', 'none'),
	(3, 'customer', 'own',  'all',  'own',  'own',  'own',  'none'),
	(3, 'contact',  'own',  'all',  'own',  'own',  'own',  'none'),
	(3, 'need',     'own',  'all',  'own',  'own',  'own',  'none'),
	(3, 'tag',      'all',  'all',  'none', 'none', 'none', 'none'),
	(4, '*',        'all',  'none', 'none', 'none', 'none', 'none'),
	(4, 'customer', 'all',  'all',  'team', 'none', 'none', 'none'),
	(4, 'contact',  'all',  'all',  'team', 'none', 'none', 'none'),
	(4, 'need',     'all',  'all',  'all',  'own',  'none', 'none'),
	(5, '*',        'all',  'none', 'none', 'none', 'none', 'none'),
	(5, 'customer', 'all',  'all',  'own',  'none', 'all',  'all'),
	(5, 'contact',  'all',  'all',  'own',  'none', 'all',  'all'),
	(5, 'need',     'all',  'all',  'own',  'own',  'all',  'none'),
	(5, 'tag',      'all',  'all',  'all',  'all',  'all',  'all'),
	(6, '*',        'all',  'none', 'none', 'none', 'none', 'none'),
	(6, 'customer', 'team', 'none', 'none', 'none', 'none', 'none'),
	(6, 'contact',  'team', 'none', 'none', 'none', 'none', 'none'),
	(6, 'need',     'team', 'none', 'none', 'none', 'none', 'none'),
	(2, 'user',     'all',  'none', 'none', 'none', 'none', 'none'),
	(2, 'role',     'none', 'none', 'none', 'none', 'none', 'none'),
	(3, 'role',     'none', 'none', 'none', 'none', 'none', 'none'),
	(4, 'role',     'none', 'none', 'none', 'none', 'none', 'none'),
	(5, 'role',     'none', 'none', 'none', 'none', 'none', 'none'),
	(6, 'role',     'none', 'none', 'none', 'none', 'none', 'none');
