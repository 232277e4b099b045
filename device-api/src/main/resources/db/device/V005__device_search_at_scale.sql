-- A million devices found by any filter, in the order of their ids.

-- a type's devices of one status, in the order of every list; whether it has such
DROP INDEX ix_devices_type_status;
CREATE INDEX ix_devices_type_status ON devices (tenant_id, device_type_id, status, id);
-- a box's devices, by whichever of its sides is the narrower
CREATE INDEX ix_devices_latitude ON devices (tenant_id, latitude, longitude, id)
  WHERE latitude IS NOT NULL;
CREATE INDEX ix_devices_longitude ON devices (tenant_id, longitude, latitude, id)
  WHERE latitude IS NOT NULL;

-- A prefix is looked for in all three texts at once: one range. The database lowers the case of what
-- is kept and of what is asked for, so that both are the same everywhere (pg_c_utf8 comes with it).
-- Tags and attributes keep their case. A number is kept as people write it, so that
-- attr.<name>=100 has one value to look for; of a long value the hash tells it from its like.
DELETE FROM device_search;
INSERT INTO device_search (tenant_id, kind, name, value, device_id)
SELECT DISTINCT device.tenant_id, term.kind, term.name,
    CASE WHEN length(term.value) <= 200 THEN term.value
      ELSE left(term.value, 168) || md5(term.value) END,
    device.id
  FROM devices device
  CROSS JOIN LATERAL (
    SELECT 'TEXT', '', lower(text.value COLLATE pg_c_utf8)
      FROM (VALUES (device.name), (device.external_id), (device.serial_number)) text (value)
      WHERE text.value IS NOT NULL
    UNION ALL SELECT 'TAG', '', tag FROM unnest(device.tags) tag
    UNION ALL SELECT 'ATTRIBUTE', attribute.key,
        CASE jsonb_typeof(attribute.value)
          WHEN 'number' THEN trim_scale(attribute.value::numeric)::text
          ELSE attribute.value #>> '{}' END
      FROM jsonb_each(device.attributes) attribute) term (kind, name, value);
COMMENT ON COLUMN device_search.value IS
  'In lower case of a TEXT; of more than 200 characters the first 168 and the MD5 of all';
-- how common a term is: without it PostgreSQL takes kind, name and value for independent, and a
-- common tag for a rare one
CREATE STATISTICS st_device_search_term (mcv) ON kind, name, value FROM device_search;
ALTER STATISTICS st_device_search_term SET STATISTICS 1000;
COMMENT ON COLUMN device_search.kind IS
  'TEXT: the name, external id or serial number, by prefix; TAG, ATTRIBUTE: by equality';
COMMENT ON COLUMN device_search.name IS 'Which attribute; else empty';
