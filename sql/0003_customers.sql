-- Customers and what belongs to them.

CREATE TABLE region (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the region',
	version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'rises with every change',
	code VARCHAR(20) COLLATE utf8mb4_nopad_bin NULL COMMENT 'official code, for example GB/T 2260',
	name VARCHAR(80) NOT NULL COMMENT 'name',
	name_en VARCHAR(80) NULL COMMENT 'name in English',
	parent_id BIGINT UNSIGNED NULL COMMENT 'the region it lies in',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	UNIQUE KEY code (code),
	KEY name (name),
	CONSTRAINT region_parent FOREIGN KEY (parent_id) REFERENCES region (id) ON DELETE RESTRICT ON UPDATE RESTRICT
) COMMENT 'countries, provinces, cities: a tree' WITH SYSTEM VERSIONING;

CREATE TABLE industry (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the industry',
	version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'rises with every change',
	name VARCHAR(80) NOT NULL COMMENT 'name',
	name_en VARCHAR(80) NULL COMMENT 'name in English',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	UNIQUE KEY name (name)
) COMMENT 'what line of business a customer is in' WITH SYSTEM VERSIONING;

CREATE TABLE source (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the source',
	version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'rises with every change',
	name VARCHAR(80) NOT NULL COMMENT 'name',
	name_en VARCHAR(80) NULL COMMENT 'name in English',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	UNIQUE KEY name (name)
) COMMENT 'where a customer came from' WITH SYSTEM VERSIONING;

CREATE TABLE tag (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the tag',
	version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'rises with every change',
	name VARCHAR(40) NOT NULL COMMENT 'the word',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	UNIQUE KEY name (name)
) COMMENT 'words to mark customers with' WITH SYSTEM VERSIONING;

CREATE TABLE customer (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the customer',
	version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'rises with every change',
	kind VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'company' COMMENT 'company or person',
	name VARCHAR(120) NOT NULL COMMENT 'name',
	name_other VARCHAR(120) NULL COMMENT 'name in the other language',
	stage VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'lead' COMMENT 'lead, interested, negotiating, won, repeat or loyal',
	level CHAR(1) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'A, B, C or D',
	email VARCHAR(190) NULL COMMENT 'e-mail',
	website VARCHAR(300) NULL COMMENT 'web address',
	region_id BIGINT UNSIGNED NULL COMMENT 'where they are',
	industry_id BIGINT UNSIGNED NULL COMMENT 'line of business',
	source_id BIGINT UNSIGNED NULL COMMENT 'where they came from',
	external_code VARCHAR(60) COLLATE utf8mb4_nopad_bin NULL COMMENT 'their number in another system',
	note TEXT NULL COMMENT 'anything worth knowing',
	owner_id BIGINT UNSIGNED NULL COMMENT 'user who looks after them',
	team_id BIGINT UNSIGNED NULL COMMENT 'team of the owner',
	created_at DATETIME(6) NOT NULL COMMENT 'entered, UTC',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	UNIQUE KEY external_code (external_code),
	KEY name (name),
	KEY email (email),
	KEY stage (stage),
	KEY level (level),
	KEY owner_name (owner_id, name),
	KEY team_name (team_id, name),
	KEY owner_id (owner_id),
	KEY team_id (team_id),
	CONSTRAINT customer_region FOREIGN KEY (region_id) REFERENCES region (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
	CONSTRAINT customer_industry FOREIGN KEY (industry_id) REFERENCES industry (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
	CONSTRAINT customer_source FOREIGN KEY (source_id) REFERENCES source (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
	CONSTRAINT customer_owner FOREIGN KEY (owner_id) REFERENCES user (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
	CONSTRAINT customer_team FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE RESTRICT ON UPDATE RESTRICT
) COMMENT 'companies and persons we do business with' WITH SYSTEM VERSIONING;

CREATE TABLE customer_phone (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the phone',
	customer_id BIGINT UNSIGNED NOT NULL COMMENT 'whose phone',
	position INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'order; the first is the main one',
	kind VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'work' COMMENT 'mobile, work, home, fax or other',
	number VARCHAR(40) NOT NULL COMMENT 'as people write it',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	KEY customer (customer_id, position),
	KEY number (number),
	CONSTRAINT customer_phone_customer FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE RESTRICT ON UPDATE RESTRICT
) COMMENT 'phones of a customer' WITH SYSTEM VERSIONING;

CREATE TABLE customer_address (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the address',
	customer_id BIGINT UNSIGNED NOT NULL COMMENT 'whose address',
	position INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'order; the first is the main one',
	kind VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'office' COMMENT 'office, delivery, invoice, home or other',
	street VARCHAR(200) NULL COMMENT 'street and house, or the whole address',
	city VARCHAR(80) NULL COMMENT 'city',
	postcode VARCHAR(20) NULL COMMENT 'postcode',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	KEY customer (customer_id, position),
	CONSTRAINT customer_address_customer FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE RESTRICT ON UPDATE RESTRICT
) COMMENT 'addresses of a customer' WITH SYSTEM VERSIONING;

CREATE TABLE customer_tag (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the mark',
	customer_id BIGINT UNSIGNED NOT NULL COMMENT 'the customer marked',
	position INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'order',
	tag_id BIGINT UNSIGNED NOT NULL COMMENT 'with this tag',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	UNIQUE KEY customer_tag (customer_id, tag_id),
	KEY customer (customer_id, position),
	CONSTRAINT customer_tag_customer FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
	CONSTRAINT customer_tag_tag FOREIGN KEY (tag_id) REFERENCES tag (id) ON DELETE RESTRICT ON UPDATE RESTRICT
) COMMENT 'tags of a customer' WITH SYSTEM VERSIONING;

CREATE TABLE contact (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the contact',
	version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'rises with every change',
	customer_id BIGINT UNSIGNED NOT NULL COMMENT 'the customer they speak for',
	name VARCHAR(120) NOT NULL COMMENT 'name',
	job_title VARCHAR(120) NULL COMMENT 'position',
	influence VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'decides, advises, uses or other',
	phone VARCHAR(40) NULL COMMENT 'phone',
	email VARCHAR(190) NULL COMMENT 'e-mail',
	note TEXT NULL COMMENT 'anything worth knowing',
	external_code VARCHAR(60) COLLATE utf8mb4_nopad_bin NULL COMMENT 'their number in another system',
	owner_id BIGINT UNSIGNED NULL COMMENT 'user who looks after them',
	team_id BIGINT UNSIGNED NULL COMMENT 'team of the owner',
	created_at DATETIME(6) NOT NULL COMMENT 'entered, UTC',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	UNIQUE KEY external_code (external_code),
	KEY name (name),
	KEY email (email),
	KEY customer (customer_id),
	KEY owner_name (owner_id, name),
	KEY team_name (team_id, name),
	KEY owner_id (owner_id),
	KEY team_id (team_id),
	CONSTRAINT contact_customer FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
	CONSTRAINT contact_owner FOREIGN KEY (owner_id) REFERENCES user (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
	CONSTRAINT contact_team FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE RESTRICT ON UPDATE RESTRICT
) COMMENT 'people at a customer' WITH SYSTEM VERSIONING;

CREATE TABLE need (
	id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'number of the need',
	version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'rises with every change',
	customer_id BIGINT UNSIGNED NOT NULL COMMENT 'who needs it',
	contact_id BIGINT UNSIGNED NULL COMMENT 'who said so',
	title VARCHAR(160) NOT NULL COMMENT 'in a few words',
	detail TEXT NULL COMMENT 'in their words',
	category VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'product' COMMENT 'product, price, delivery, service or other',
	priority VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'normal' COMMENT 'low, normal or high',
	status VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'open' COMMENT 'open, planned, met or declined',
	budget DECIMAL(20,2) NULL COMMENT 'what they would spend',
	budget_currency CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'in which currency, ISO 4217',
	wanted_on DATE NULL COMMENT 'by when',
	owner_id BIGINT UNSIGNED NULL COMMENT 'user who follows it',
	team_id BIGINT UNSIGNED NULL COMMENT 'team of the owner',
	created_at DATETIME(6) NOT NULL COMMENT 'entered, UTC',
	row_start TIMESTAMP(6) GENERATED ALWAYS AS ROW START INVISIBLE COMMENT 'this version is true from',
	row_end TIMESTAMP(6) GENERATED ALWAYS AS ROW END INVISIBLE COMMENT 'and until',
	PERIOD FOR SYSTEM_TIME (row_start, row_end),
	KEY customer (customer_id),
	KEY contact (contact_id),
	KEY status (status),
	KEY wanted_on (wanted_on),
	KEY owner_id (owner_id),
	KEY team_id (team_id),
	CONSTRAINT need_customer FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
	CONSTRAINT need_contact FOREIGN KEY (contact_id) REFERENCES contact (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
	CONSTRAINT need_owner FOREIGN KEY (owner_id) REFERENCES user (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
	CONSTRAINT need_team FOREIGN KEY (team_id) REFERENCES team (id) ON DELETE RESTRICT ON UPDATE RESTRICT
) COMMENT 'what customers say they need' WITH SYSTEM VERSIONING;
