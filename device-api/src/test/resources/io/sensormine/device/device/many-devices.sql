-- 100,000 devices of one tenant, as a superuser, past triggers and row-level security. How common a
-- value is differs from filter to filter, and plants and regions were registered one after another.
SET LOCAL session_replication_role = replica;
SELECT setseed(0.42);
INSERT INTO device_types (id, tenant_id, name, protocol, schema_version_policy,
    attributes, tags, version, revision, created_at, updated_at)
SELECT CAST('bbbbbbbb-0000-7000-8000-00000000000' || type AS uuid), '%1$s', 't' || type,
    'HTTP', 'LATEST_ACTIVE', '[]', '{}', 1, 1, now(), now()
  FROM generate_series(0, 4) type;
WITH drawn AS (
  SELECT number, random() AS type, random() AS status, random() AS outdoor, random() AS leased,
      random() AS audited, random() AS serial, random() AS located,
      floor(random() * 20) AS firmware, floor(random() * 30) AS city,
      random() + random() + random() - 1.5 AS east, random() + random() + random() - 1.5 AS north
    FROM generate_series(0, 99999) number)
INSERT INTO devices (id, tenant_id, external_id, name, device_type_id, serial_number, attributes,
    latitude, longitude, tags, status, revision, created_at, updated_at)
SELECT CAST(lpad(to_hex(1700000000000 + number), 12, '0') || '70008000' || lpad(to_hex(number), 12, '0')
      AS uuid),
    '%1$s', format('plant-%%s-%%s', lpad(CAST(number / 1000 AS text), 2, '0'), number),
    (ARRAY['Pump', 'Valve', 'MOTOR', 'Ölmeter', 'Boiler'])[1 + number %% 5] || ' ' || number / 5,
    CAST('bbbbbbbb-0000-7000-8000-00000000000' || width_bucket(type, ARRAY[0.5, 0.8, 0.95, 0.999])
      AS uuid),
    CASE WHEN serial < 0.7 THEN 'SN' || upper(left(md5(CAST(number AS text)), 10)) END,
    jsonb_build_object('region', 'region-' || number / 10000, 'firmware', '1.' || firmware,
      'floor', number %% 40, 'asset', 'A' || number, 'mains', number %% 3 = 0),
    CASE WHEN located < 0.9 THEN 47.5 + city * 0.25 + north * 0.1 END,
    CASE WHEN located < 0.9 THEN 6 + CAST(city * 7 AS integer) %% 30 * 0.3 + east * 0.1 END,
    array_remove(ARRAY[CASE WHEN outdoor < 0.5 THEN 'outdoor' END,
      CASE WHEN leased < 0.05 THEN 'leased' END, CASE WHEN audited < 0.0005 THEN 'audited' END], NULL),
    CASE WHEN status < 0.9 THEN 'ACTIVE' WHEN status < 0.96 THEN 'INACTIVE'
      WHEN status < 0.999 THEN 'MAINTENANCE' ELSE 'RETIRED' END,
    1, now(), now()
  FROM drawn;
INSERT INTO device_search (tenant_id, kind, name, value, device_id)
SELECT device.tenant_id, term.kind, term.name, term.value, device.id
  FROM devices device
  CROSS JOIN LATERAL (
    SELECT 'TEXT', '', lower(text.value COLLATE pg_c_utf8)
      FROM (VALUES (device.name), (device.external_id), (device.serial_number)) text (value)
      WHERE text.value IS NOT NULL
    UNION SELECT 'TAG', '', tag FROM unnest(device.tags) tag
    UNION SELECT 'ATTRIBUTE', key, value #>> '{}' FROM jsonb_each(device.attributes))
    term (kind, name, value)
  WHERE device.tenant_id = '%1$s';
