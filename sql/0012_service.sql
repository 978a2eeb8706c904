-- Service: what still waits for its first answer, by when that is due.

ALTER TABLE request ADD KEY answer_due (answered_at, due_at);
