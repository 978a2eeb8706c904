-- Requests as the first description of this product names them: id, customer_id, service_content, and
-- service_status, which is the base state that the state of a request stands for.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW service_request AS
SELECT c.id, c.customer_id, COALESCE(NULLIF(c.content, ''), c.title) AS service_content,
	CASE c.state WHEN 'unhandled' THEN '未处理' WHEN 'handling' THEN '处理中' WHEN 'handled' THEN '已处理' END AS service_status
FROM request c;
