-- Communications: a person's day and week, and those of a team, without reading what is long over.

ALTER TABLE communication ADD KEY owner_happened (owner_id, happened_at);
ALTER TABLE task ADD KEY owner_done (owner_id, done_at), ADD KEY status_due (status, due_at), ADD KEY done_at (done_at);
