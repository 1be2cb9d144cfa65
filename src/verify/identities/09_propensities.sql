-- The answer key has one propensity for every session, between 0 and 1.
SELECT s.session_id, t.propensity
FROM data.sessions AS s
LEFT JOIN truth.sessions AS t ON t.session_id = s.session_id
WHERE t.propensity IS NULL OR t.propensity < 0 OR t.propensity > 1
