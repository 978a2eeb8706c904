-- Boards and reports sum deals from their keys alone, whoever's they are: a million deals are not read for it.
ALTER TABLE opportunity
	DROP KEY outcome_stage,
	ADD KEY outcome_stage (outcome, stage_id, expected_on, owner_id, team_id, amount_currency, amount),
	DROP KEY outcome_closed,
	ADD KEY outcome_closed (outcome, closed_on, owner_id, team_id, stage_id, channel_id, product_id, customer_id, amount_currency, amount);
