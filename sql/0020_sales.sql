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

-- What targets sum: the orders of a person, a team or a channel by their day, and the lines of a product, from the keys alone.
ALTER TABLE sales_order
	ADD KEY owner_dated (owner_id, ordered_on, status, amount_currency, team_id, channel_id, amount),
	ADD KEY team_dated (team_id, ordered_on, status, amount_currency, channel_id, amount),
	ADD KEY channel_dated (channel_id, ordered_on, status, amount_currency, team_id, amount),
	DROP KEY channel;
ALTER TABLE sales_order_line
	ADD KEY product_order (product_id, order_id, quantity, unit_price, discount),
	DROP KEY product;
