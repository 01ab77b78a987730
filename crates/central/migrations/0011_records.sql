-- The entries as auditors and report writers read them (docs/central-sql.md). Views only: nothing in
-- here is stored, and nothing can be changed through it.
CREATE SCHEMA records;

CREATE FUNCTION records.dollars(cents bigint) RETURNS numeric(20, 2)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN round(cents / 100.0, 2);

-- What an entry says; nothing where it was flagged, or where PostgreSQL cannot hold it as JSON. One such
-- entry must not keep everybody from reading the others.
CREATE FUNCTION records.content(bytes bytea, flag text) RETURNS jsonb
    LANGUAGE plpgsql IMMUTABLE PARALLEL UNSAFE AS $$
BEGIN
    RETURN CASE WHEN flag IS NULL THEN convert_from(bytes, 'UTF8')::jsonb END;
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END
$$;

-- Every entry. What could not be read has no content: body and entry are null.
CREATE VIEW records.entries AS
SELECT
    e.city, e.site, e.station, e.seq,
    e.epoch, e.position, e.received_at,
    e.kind, e.business_date, e.at, e.receipt, e.flag,
    encode(e.hash, 'hex') AS hash,
    c.entry->>'actor' AS actor,
    c.entry->'approval'->>'user' AS second_person,
    c.entry->'approval'->>'name' AS second_person_name,
    c.entry->>'config' AS configuration,
    c.entry->'body' AS body,
    c.entry
FROM public.entries e
-- OFFSET 0: read once a row, not once a column.
CROSS JOIN LATERAL (SELECT records.content(e.bytes, e.flag) AS entry OFFSET 0) c;

CREATE VIEW records.voids AS
SELECT
    city, site, station, seq, business_date, at,
    body->>'receipt' AS receipt,
    (body->>'session')::uuid AS session,
    (body->>'total')::bigint AS total_cents,
    records.dollars((body->>'total')::bigint) AS total,
    body->>'reason' AS reason,
    actor, second_person, second_person_name
FROM records.entries WHERE kind = 'receipt_voided' AND body IS NOT NULL;

CREATE VIEW records.reclasses AS
SELECT
    city, site, station, seq, business_date, at,
    body->>'receipt' AS receipt,
    (body->>'tender')::integer AS place,
    body->'from'->>'type' AS from_type,
    body->'to'->>'type' AS to_type,
    body->'to'->>'kind' AS to_kind,
    (body->'to'->>'amount')::bigint AS amount_cents,
    records.dollars((body->'to'->>'amount')::bigint) AS amount,
    body->>'reason' AS reason,
    actor, second_person, second_person_name
FROM records.entries WHERE kind = 'tender_reclassed' AND body IS NOT NULL;

-- Money that was moved after its day: reversals, transfers, refunds, placements from suspense.
CREATE VIEW records.corrections AS
SELECT
    city, site, station, seq, business_date, at, kind,
    body->>'receipt' AS receipt,
    CASE kind
        WHEN 'receipt_reversed' THEN (body->>'amount')::bigint
        WHEN 'suspense_placed' THEN (body->>'amount')::bigint
        WHEN 'payment_transferred' THEN (body->'from'->>'amount')::bigint
        WHEN 'refund_requested' THEN (body->'taken'->>'amount')::bigint
        WHEN 'refund_withdrawn' THEN (body->'given'->>'amount')::bigint
    END AS amount_cents,
    records.dollars(CASE kind
        WHEN 'receipt_reversed' THEN (body->>'amount')::bigint
        WHEN 'suspense_placed' THEN (body->>'amount')::bigint
        WHEN 'payment_transferred' THEN (body->'from'->>'amount')::bigint
        WHEN 'refund_requested' THEN (body->'taken'->>'amount')::bigint
        WHEN 'refund_withdrawn' THEN (body->'given'->>'amount')::bigint
    END) AS amount,
    COALESCE(body->'refund'->>'number', CASE kind WHEN 'refund_withdrawn' THEN body->>'number' END) AS refund,
    body->>'reason' AS reason,
    actor, second_person, second_person_name
FROM records.entries
WHERE kind IN ('receipt_reversed', 'payment_transferred', 'refund_requested', 'refund_withdrawn', 'suspense_placed')
  AND body IS NOT NULL;

-- Returned items that are good after all: one row an item.
CREATE VIEW records.reinstatements AS
SELECT DISTINCT ON (city, site, body->>'number')
    city, site, station, seq, business_date, at,
    body->>'number' AS number,
    (body->>'amount')::bigint AS amount_cents,
    records.dollars((body->>'amount')::bigint) AS amount,
    COALESCE((body->>'mistake')::boolean, false) AS mistake,
    body->>'reason' AS reason,
    actor
FROM records.entries WHERE kind = 'item_reinstated' AND body IS NOT NULL
ORDER BY city, site, body->>'number', at DESC, seq DESC;

-- Items that the bank returned: one row an item.
CREATE VIEW records.returned_items AS
SELECT
    i.city, i.site, i.station, i.seq, i.business_date, i.at,
    i.body->>'number' AS number,
    (i.body->>'amount')::bigint AS amount_cents,
    records.dollars((i.body->>'amount')::bigint) AS amount,
    i.body->'reason'->>0 AS reason_code,
    i.body->'reason'->>1 AS reason,
    i.body->>'reference' AS bank_reference,
    COALESCE((i.body->'fee'->'charge'->>'due')::bigint, 0) AS fee_cents,
    records.dollars(COALESCE((i.body->'fee'->'charge'->>'due')::bigint, 0)) AS fee,
    i.body->'payer'->>0 AS payer,
    (i.body->'mark'->>'until')::date AS cash_only_until,
    r.seq IS NOT NULL AS reinstated,
    r.business_date AS reinstated_on,
    COALESCE(r.mistake, false) AS mistake,
    i.actor
FROM records.entries i
LEFT JOIN records.reinstatements r ON r.city = i.city AND r.site = i.site AND r.number = i.body->>'number'
WHERE i.kind = 'item_returned' AND i.body IS NOT NULL;

-- The tenders of receipts that they take back.
CREATE VIEW records.returned_tenders AS
SELECT
    i.city, i.site, i.station, i.seq, i.business_date,
    i.body->>'number' AS number,
    t.value->>'receipt' AS receipt,
    (t.value->>'place')::integer AS place,
    (t.value->'tender'->>'amount')::bigint AS amount_cents,
    records.dollars((t.value->'tender'->>'amount')::bigint) AS amount,
    (t.value->>'taken_on')::date AS taken_on,
    t.value->'deposit'->>1 AS deposit,
    n.seq IS NOT NULL AS reinstated
FROM records.entries i
CROSS JOIN LATERAL jsonb_array_elements(i.body->'tenders') t
LEFT JOIN records.reinstatements n ON n.city = i.city AND n.site = i.site AND n.number = i.body->>'number'
WHERE i.kind = 'item_returned' AND i.body IS NOT NULL;

-- Receipts: one row each, voided ones too.
CREATE VIEW records.receipts AS
SELECT
    r.city, r.site, r.station, r.seq, r.business_date, r.at,
    r.receipt AS receipt,
    substring(r.receipt FROM '([0-9]{1,18})$')::bigint AS nth,
    (r.body->>'session')::uuid AS session,
    r.body->>'window' AS window_name,
    r.actor AS cashier,
    r.body->>'cashier' AS cashier_name,
    r.body->>'batch' AS batch_kind,
    r.body->>'payer' AS payer,
    r.body->>'note' AS note,
    (r.body->>'total')::bigint AS total_cents,
    records.dollars((r.body->>'total')::bigint) AS total,
    COALESCE((r.body->>'change')::bigint, 0) AS change_cents,
    v.seq IS NOT NULL AS voided,
    v.at AS voided_at,
    v.reason AS void_reason,
    v.actor AS voided_by,
    v.second_person AS void_approved_by,
    c.receipt IS NOT NULL AS reversed,
    b.receipt IS NOT NULL AS returned
FROM records.entries r
LEFT JOIN (
    SELECT DISTINCT city, site, receipt FROM records.corrections WHERE kind = 'receipt_reversed'
) c ON c.city = r.city AND c.site = r.site AND c.receipt = r.receipt
LEFT JOIN (
    SELECT DISTINCT city, site, receipt FROM records.returned_tenders WHERE NOT reinstated
) b ON b.city = r.city AND b.site = r.site AND b.receipt = r.receipt
LEFT JOIN records.voids v ON v.city = r.city AND v.site = r.site AND v.receipt = r.receipt
WHERE r.kind = 'receipt' AND r.body IS NOT NULL;

CREATE VIEW records.receipt_lines AS
SELECT
    r.city, r.site, r.station, r.seq, l.place - 1 AS place, r.business_date, r.at,
    r.receipt AS receipt,
    l.value->>'code' AS charge_code,
    l.value->>'description' AS description,
    l.value->>'department' AS department,
    l.value->>'account' AS account,
    l.value->>'charge' AS charge,
    l.value->>'reference' AS reference,
    COALESCE((l.value->>'quantity')::bigint, 1) AS quantity,
    (l.value->>'amount')::bigint AS amount_cents,
    records.dollars((l.value->>'amount')::bigint) AS amount,
    v.seq IS NOT NULL AS voided
FROM records.entries r
CROSS JOIN LATERAL jsonb_array_elements(r.body->'lines') WITH ORDINALITY AS l(value, place)
LEFT JOIN records.voids v ON v.city = r.city AND v.site = r.site AND v.receipt = r.receipt
WHERE r.kind = 'receipt' AND r.body IS NOT NULL;

-- What receipts were paid with: as taken, and as it stands after tenders were moved to another type.
CREATE VIEW records.tenders AS
SELECT
    r.city, r.site, r.station, r.seq, t.place - 1 AS place, r.business_date, r.at,
    r.receipt AS receipt,
    t.value->>'type' AS type_taken,
    COALESCE(c.to_type, t.value->>'type') AS type,
    COALESCE(c.to_kind, t.value->>'kind') AS kind,
    (t.value->>'amount')::bigint AS amount_cents,
    records.dollars((t.value->>'amount')::bigint) AS amount,
    COALESCE((t.value->>'handed')::bigint, (t.value->>'amount')::bigint) AS handed_cents,
    t.value->'check'->>'number' AS check_number,
    t.value->'check'->>'routing' AS check_routing,
    t.value->'card'->>'brand' AS card_brand,
    t.value->'card'->>'last_four' AS card_last_four,
    t.value->'card'->>'approval' AS card_approval,
    t.value->>'reference' AS reference,
    v.seq IS NOT NULL AS voided,
    b.number AS returned_item
FROM records.entries r
CROSS JOIN LATERAL jsonb_array_elements(r.body->'tenders') WITH ORDINALITY AS t(value, place)
LEFT JOIN records.voids v ON v.city = r.city AND v.site = r.site AND v.receipt = r.receipt
LEFT JOIN (
    SELECT DISTINCT ON (city, site, receipt, place) city, site, receipt, place, to_type, to_kind
    FROM records.reclasses ORDER BY city, site, receipt, place, at DESC, seq DESC
) c ON c.city = r.city AND c.site = r.site AND c.receipt = r.receipt AND c.place = t.place - 1
LEFT JOIN (
    SELECT DISTINCT ON (city, site, receipt, place) city, site, receipt, place, number
    FROM records.returned_tenders WHERE NOT reinstated ORDER BY city, site, receipt, place, number DESC
) b ON b.city = r.city AND b.site = r.site AND b.receipt = r.receipt AND b.place = t.place - 1
WHERE r.kind = 'receipt' AND r.body IS NOT NULL;

-- The double entry: debit positive, credit negative. Those of an entry sum to zero.
CREATE VIEW records.postings AS
SELECT
    e.city, e.site, e.station, e.seq, p.place - 1 AS place, e.business_date, e.at, e.kind,
    e.body->>'receipt' AS about_receipt,
    p.value->>0 AS ledger_account,
    (p.value->>1)::bigint AS cents,
    records.dollars((p.value->>1)::bigint) AS amount,
    records.dollars(greatest((p.value->>1)::bigint, 0)) AS debit,
    records.dollars(greatest(-(p.value->>1)::bigint, 0)) AS credit
FROM records.entries e
CROSS JOIN LATERAL jsonb_array_elements(e.entry->'postings') WITH ORDINALITY AS p(value, place)
WHERE e.body IS NOT NULL;

CREATE VIEW records.approvals AS
SELECT
    city, site, station, seq, business_date, at,
    (body->>'session')::uuid AS session,
    body->>'station' AS held_by,
    body->>'name' AS name,
    body->'approver'->>1 AS approver,
    body->>'reason' AS reason,
    (SELECT COALESCE(sum((t->>'counted')::bigint - (t->>'expected')::bigint), 0)::bigint
     FROM jsonb_array_elements(body->'tenders') t) AS over_short_cents
FROM records.entries WHERE kind = 'session_approved' AND body IS NOT NULL;

-- Deposits, those that were taken apart again too.
CREATE VIEW records.deposits AS
SELECT
    d.city, d.site, d.station, d.seq, d.business_date, d.at,
    (d.body->>'deposit')::uuid AS deposit,
    d.body->>'number' AS number,
    d.body->'bank'->>'name' AS bank,
    (d.body->>'cash_total')::bigint AS cash_cents,
    records.dollars((d.body->>'cash_total')::bigint) AS cash,
    (d.body->>'check_total')::bigint AS check_cents,
    records.dollars((d.body->>'check_total')::bigint) AS checks,
    (d.body->>'total')::bigint AS total_cents,
    records.dollars((d.body->>'total')::bigint) AS total,
    jsonb_array_length(d.body->'checks') AS check_items,
    jsonb_array_length(d.body->'sessions') AS sessions,
    CASE WHEN w.seq IS NOT NULL THEN 'withdrawn' WHEN f.seq IS NOT NULL THEN 'final' ELSE 'prepared' END AS state,
    f.at AS final_at,
    f.body->>'bag' AS bag,
    f.body->'verifier'->>1 AS verifier,
    (b.body->>'validated_on')::date AS validated_on,
    (b.body->>'cash')::bigint + (b.body->>'checks')::bigint AS bank_cents,
    COALESCE(k.cents, 0) AS corrected_cents,
    d.actor AS prepared_by
FROM records.entries d
LEFT JOIN records.entries w ON w.city = d.city AND w.site = d.site AND w.kind = 'deposit_withdrawn' AND w.body IS NOT NULL
    AND w.body->>'deposit' = d.body->>'deposit'
LEFT JOIN records.entries f ON f.city = d.city AND f.site = d.site AND f.kind = 'deposit_finalized' AND f.body IS NOT NULL
    AND f.body->>'deposit' = d.body->>'deposit'
LEFT JOIN (
    SELECT DISTINCT ON (city, site, body->>'deposit') city, site, body
    FROM records.entries WHERE kind = 'bank_figures_entered' AND body IS NOT NULL
    ORDER BY city, site, body->>'deposit', at DESC, seq DESC
) b ON b.city = d.city AND b.site = d.site AND b.body->>'deposit' = d.body->>'deposit'
LEFT JOIN (
    SELECT city, site, body->>'deposit' AS deposit,
           sum((body->>'cash')::bigint + (body->>'checks')::bigint)::bigint AS cents
    FROM records.entries WHERE kind = 'bank_corrected' AND body IS NOT NULL GROUP BY city, site, body->>'deposit'
) k ON k.city = d.city AND k.site = d.site AND k.deposit = d.body->>'deposit'
WHERE d.kind = 'deposit_prepared' AND d.body IS NOT NULL;

CREATE VIEW records.deposited_sessions AS
SELECT
    d.city, d.site, d.station, d.seq,
    d.body->>'number' AS number,
    (d.body->>'deposit')::uuid AS deposit,
    (s.value->>'session')::uuid AS session,
    s.value->>'station' AS held_by,
    (s.value->>'cash')::bigint AS cash_cents,
    (s.value->>'checks')::bigint AS check_cents
FROM records.entries d
CROSS JOIN LATERAL jsonb_array_elements(d.body->'sessions') s
WHERE d.kind = 'deposit_prepared' AND d.body IS NOT NULL;

-- Drawer sessions and batches.
CREATE VIEW records.sessions AS
WITH totals AS (
    SELECT city, site, session,
           count(*) AS receipts,
           count(*) FILTER (WHERE voided) AS voids,
           COALESCE(sum(total_cents) FILTER (WHERE NOT voided), 0)::bigint AS total_cents,
           min(receipt COLLATE "C") AS first_receipt,
           max(receipt COLLATE "C") AS last_receipt
    FROM (
        SELECT r.city, r.site, (r.body->>'session')::uuid AS session, r.receipt AS receipt,
               (r.body->>'total')::bigint AS total_cents, v.seq IS NOT NULL AS voided
        FROM records.entries r
        LEFT JOIN records.voids v ON v.city = r.city AND v.site = r.site AND v.receipt = r.receipt
        WHERE r.kind = 'receipt' AND r.body IS NOT NULL
    ) one
    GROUP BY city, site, session
), last_words AS (
    SELECT DISTINCT ON (city, site, session)
           city, site, (body->>'session')::uuid AS session, kind, at,
           (SELECT COALESCE(sum((t->>'counted')::bigint - (t->>'expected')::bigint), 0)::bigint
            FROM jsonb_array_elements(body->'tenders') t) AS over_short_cents
    FROM records.entries
    WHERE kind IN ('counting_started', 'drawer_closed', 'batch_closed', 'session_returned', 'session_approved')
      AND body IS NOT NULL
    ORDER BY city, site, session, at DESC, seq DESC
)
SELECT
    o.city, o.site, o.station, o.seq, o.business_date,
    (o.body->>'session')::uuid AS session,
    CASE o.kind WHEN 'drawer_opened' THEN 'drawer' ELSE o.body->>'kind' END AS kind,
    COALESCE(o.body->>'drawer', o.body->>'name') AS name,
    COALESCE(o.body->>'cashier', o.body->'keyed_by'->>0) AS cashier,
    COALESCE(o.body->>'cashier_name', o.body->'keyed_by'->>1) AS cashier_name,
    o.at AS opened_at,
    COALESCE((o.body->>'float_total')::bigint, 0) AS float_cents,
    COALESCE(t.receipts, 0) AS receipts,
    COALESCE(t.voids, 0) AS voids,
    COALESCE(t.total_cents, 0) AS total_cents,
    records.dollars(COALESCE(t.total_cents, 0)) AS total,
    t.first_receipt,
    t.last_receipt,
    CASE
        WHEN d.number IS NOT NULL THEN 'deposited'
        WHEN w.kind = 'session_approved' THEN 'approved'
        WHEN w.kind IN ('drawer_closed', 'batch_closed') THEN 'closed'
        WHEN w.kind = 'counting_started' THEN 'counting'
        WHEN w.kind = 'session_returned' THEN 'returned'
        ELSE 'open'
    END AS state,
    w.at AS state_since,
    w.over_short_cents,
    a.approver,
    d.number AS deposit
FROM records.entries o
LEFT JOIN totals t ON t.city = o.city AND t.site = o.site AND t.session = (o.body->>'session')::uuid
LEFT JOIN last_words w ON w.city = o.city AND w.site = o.site AND w.session = (o.body->>'session')::uuid
LEFT JOIN (
    SELECT DISTINCT ON (city, site, session) city, site, session, approver
    FROM records.approvals ORDER BY city, site, session, at DESC, seq DESC
) a ON a.city = o.city AND a.site = o.site AND a.session = (o.body->>'session')::uuid
LEFT JOIN (
    SELECT DISTINCT ON (s.city, s.site, s.session) s.city, s.site, s.session, p.number
    FROM records.deposited_sessions s
    JOIN records.deposits p ON p.city = s.city AND p.site = s.site AND p.deposit = s.deposit AND p.state <> 'withdrawn'
    ORDER BY s.city, s.site, s.session, p.at DESC
) d ON d.city = o.city AND d.site = o.site AND d.session = (o.body->>'session')::uuid
WHERE o.kind IN ('drawer_opened', 'batch_opened') AND o.body IS NOT NULL;

-- Receipt numbers that a restored workstation names as lost with its disk: they explain a gap.
CREATE VIEW records.lost_receipts AS
SELECT
    city, site, station, seq, business_date, at,
    body->'lost'->>'first' AS first_receipt,
    body->'lost'->>'last' AS last_receipt,
    (body->'lost'->>'count')::bigint AS receipts,
    body->>'why' AS why
FROM records.entries WHERE kind = 'epoch_opened' AND body IS NOT NULL AND body->'lost' IS NOT NULL;

-- Numbers that are missing between two receipts of a workstation, and whether something says why.
CREATE VIEW records.receipt_gaps AS
SELECT
    g.city, g.site, g.station, g.before + 1 AS first_nth, g.nth - 1 AS last_nth, g.nth - g.before - 1 AS receipts,
    EXISTS (
        SELECT FROM records.lost_receipts l
        WHERE l.city = g.city AND l.site = g.site AND l.station = g.station
          AND substring(l.first_receipt FROM '([0-9]{1,18})$')::bigint <= g.before + 1
          AND substring(l.last_receipt FROM '([0-9]{1,18})$')::bigint >= g.nth - 1
    ) AS explained
FROM (
    SELECT city, site, station, nth, lag(nth, 1, 0::bigint) OVER (PARTITION BY city, site, station ORDER BY nth) AS before
    FROM (
        SELECT city, site, station, substring(receipt FROM '([0-9]{1,18})$')::bigint AS nth
        FROM records.entries WHERE kind = 'receipt' AND body IS NOT NULL
    ) numbers
) g
WHERE g.nth > g.before + 1;

COMMENT ON SCHEMA records IS 'For auditors and report writers: docs/central-sql.md. GRANT USAGE ON SCHEMA records and SELECT ON ALL TABLES IN SCHEMA records to whoever reads.';
