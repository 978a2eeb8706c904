-- What lists of companies often know about a customer, and the company above it.
ALTER TABLE customer
	ADD COLUMN parent_id BIGINT UNSIGNED NULL COMMENT 'company it belongs to' AFTER source_id,
	ADD COLUMN employees INT UNSIGNED NULL COMMENT 'number of employees' AFTER parent_id,
	ADD COLUMN revenue DECIMAL(20,2) NULL COMMENT 'revenue of a year' AFTER employees,
	ADD COLUMN revenue_currency CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NULL COMMENT 'in which currency, ISO 4217' AFTER revenue,
	ADD COLUMN founded_in SMALLINT UNSIGNED NULL COMMENT 'year of foundation' AFTER revenue_currency,
	ADD KEY parent (parent_id),
	ADD CONSTRAINT customer_parent FOREIGN KEY (parent_id) REFERENCES customer (id) ON DELETE RESTRICT ON UPDATE RESTRICT;
