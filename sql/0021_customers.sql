-- Customers are found by the phone of a contact when a lead is converted.

ALTER TABLE contact ADD KEY phone (phone);
