-- The customer table as the first description of this product names it:
-- id, name, phone, email, address, one row for each customer.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW customer_info AS
SELECT c.id, c.name,
	(SELECT p.number FROM customer_phone p WHERE p.customer_id = c.id ORDER BY p.position, p.id LIMIT 1) AS phone,
	c.email,
	(SELECT CONCAT_WS(' ', a.city, a.street) FROM customer_address a WHERE a.customer_id = c.id ORDER BY a.position, a.id LIMIT 1) AS address
FROM customer c;
