-- The front page: what came in lately, and which leads nobody has contacted yet.

ALTER TABLE customer ADD KEY created_at (created_at);
ALTER TABLE lead ADD KEY status (status);
