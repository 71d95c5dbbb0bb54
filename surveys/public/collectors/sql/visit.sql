-- Who stands at a shared link: all that its page needs, in one statement.
-- Parameters: slug; ticket (uuid, null before the first page).
-- Returns at most one row: collector_* in the order of Collector's fields, the survey's state, the version
--   (that of the answer, else the latest), response_* (null before the first page), how many have answered
--   where their number is limited, the brand, and worded_at (when our words were last changed).
SELECT collector.id AS collector_id,
       collector.uuid AS collector_uuid,
       collector.survey_id AS collector_survey_id,
       collector.kind AS collector_kind,
       collector.name AS collector_name,
       collector.slug AS collector_slug,
       collector.facts AS collector_facts,
       collector.allowed_origins AS collector_allowed_origins,
       collector.is_open AS collector_is_open,
       collector.closes_at AS collector_closes_at,
       collector.most_answers AS collector_most_answers,
       collector.most_an_hour AS collector_most_an_hour,
       survey.archived_at,
       coalesce(response.version_id, latest.id) AS version_id,
       response.language AS response_language,
       response.answers AS response_answers,
       response.sequence AS response_sequence,
       response.started_at AS response_started_at,
       response.submitted_at AS response_submitted_at,
       response.saved_at AS response_saved_at,
       response.at_page AS response_at_page,
       response.changing AS response_changing,
       response.verdict AS response_verdict,
       response.revision AS response_revision,
       response.submission_id AS response_submission_id,
       CASE WHEN collector.most_answers IS NULL THEN 0
            ELSE (SELECT count(*) FROM surveys_response given
                  WHERE given.collector_id = collector.id AND given.submitted_at IS NOT NULL)
                 + (SELECT coalesce(sum(hits), 0) FROM surveys_collectorday counted
                    WHERE counted.collector_id = collector.id AND counted.kind = 'anonymous')
       END AS answered,
       brand.name AS brand_name, brand.accent AS brand_accent,
       brand.sender_name, brand.sender_title, brand.reply_to_address,
       logo.sha256 AS brand_logo,
       (SELECT max(changed_at) FROM surveys_wording) AS worded_at
FROM surveys_collector collector
JOIN surveys_survey survey ON survey.id = collector.survey_id
LEFT JOIN surveys_response response ON response.collector_id = collector.id AND response.ticket = %(ticket)s
LEFT JOIN LATERAL (
    SELECT id FROM surveys_surveyversion
    WHERE survey_id = collector.survey_id
    ORDER BY number DESC LIMIT 1
) latest ON true
LEFT JOIN surveys_brand brand ON brand.id = 1
LEFT JOIN surveys_blob logo ON logo.id = brand.logo_id
WHERE collector.slug = %(slug)s
