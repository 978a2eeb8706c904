-- The fleet: cars and lorries of customers.

CREATE TABLE vehicle (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the vehicle',
	version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'rises with every change',
	plate VARCHAR(20) COLLATE utf8mb4_nopad_bin NOT NULL COMMENT 'what is written on it',
	customer_id BIGINT UNSIGNED NOT NULL COMMENT 'whose vehicle',
	inspected_on DATE NULL COMMENT 'day of the last inspection',
	owner_id BIGINT UNSIGNED NULL COMMENT 'user who looks after it',
	team_id BIGINT UNSIGNED NULL COMMENT 'team of the owner',
	created_at DATETIME(6) NOT NULL COMMENT 'entered, UTC',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	UNIQUE KEY plate (plate),
	KEY customer (customer_id, inspected_on),
	KEY inspected_on (inspected_on),
	KEY owner_id (owner_id),
	KEY team_id (team_id),
	CONSTRAINT vehicle_customer FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
	CONSTRAINT vehicle_owner FOREIGN KEY (owner_id) REFERENCES user (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
	CONSTRAINT vehicle_team FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE RESTRICT ON UPDATE RESTRICT
) COMMENT 'cars and lorries of customers' WITH SYSTEM VERSIONING;

INSERT INTO role_right (role_id, entity, view_scope, create_scope, edit_scope, remove_scope, export_scope, import_scope) VALUES
	(2, 'vehicle', 'team', 'all',  'team', 'team', 'team', 'all'),
	(3, 'vehicle', 'own',  'all',  'own',  'own',  'own',  'none'),
	(4, 'vehicle', 'all',  'none', 'none', 'none', 'none', 'none'),
	(5, 'vehicle', 'all',  'none', 'none', 'none', 'none', 'none'),
	(6, 'vehicle', 'team', 'none', 'none', 'none', 'none', 'none');
