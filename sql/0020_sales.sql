-- Rows of an uploaded file that carry further lines of the record above.

ALTER TABLE import_file
	ADD COLUMN further INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'rows with further lines of the record above';

-- Lists are sorted by an amount, and the lists of some owners or teams too.
ALTER TABLE product
	ADD KEY price (price);
ALTER TABLE price
	ADD KEY amount (amount);
ALTER TABLE opportunity
	ADD KEY amount (amount),
	ADD KEY owner_amount (owner_id, amount),
	ADD KEY team_amount (team_id, amount);
ALTER TABLE quote
	ADD KEY amount (amount),
	ADD KEY owner_amount (owner_id, amount),
	ADD KEY team_amount (team_id, amount);
ALTER TABLE sales_order
	ADD KEY amount (amount),
	ADD KEY owner_amount (owner_id, amount),
	ADD KEY team_amount (team_id, amount);
ALTER TABLE payment
	ADD KEY amount (amount),
	ADD KEY owner_amount (owner_id, amount),
	ADD KEY team_amount (team_id, amount);
