-- Tokens that could change tasks when estimates got a permission of their own could set them, and still can; what
-- their owners may do narrows them as before.
UPDATE access_tokens SET scopes = REPLACE(scopes, '"task:update"', '"task:update","task:estimate"')
  WHERE scopes NOT LIKE '%"task:estimate"%'
  AND created_at < (SELECT m.applied_at FROM migrations m WHERE m.name = '0074_budgets');
UPDATE access_tokens SET scopes = REPLACE(scopes, '"task:update:own"', '"task:update:own","task:estimate"')
  WHERE scopes NOT LIKE '%"task:estimate"%'
  AND created_at < (SELECT m.applied_at FROM migrations m WHERE m.name = '0074_budgets');
