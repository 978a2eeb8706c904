-- Customers in campaigns as the first description of this product names them: id, customer_id, activity_name,
-- activity_time (UTC), activity_result, which is NULL while it is not known.
CREATE OR REPLACE SQL SECURITY INVOKER VIEW marketing_activity AS
SELECT m.id, m.customer_id, c.name AS activity_name, COALESCE(m.happened_at, c.from_on) AS activity_time,
	CASE m.result WHEN 'success' THEN '成功' WHEN 'failure' THEN '失败' END AS activity_result
FROM campaign_member m JOIN campaign c ON c.id = m.campaign_id;
