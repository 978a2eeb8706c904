-- Communications as the first description of this product names them:
-- id, customer_id, communication_time (UTC), communication_content.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW communication_record AS
SELECT c.id, c.customer_id, c.happened_at AS communication_time, COALESCE(NULLIF(c.content, ''), c.subject) AS communication_content
FROM communication c;
