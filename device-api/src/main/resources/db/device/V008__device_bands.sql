-- A box's devices, read without those beside it: a latitude's range alone holds all longitudes.
ALTER TABLE devices ADD COLUMN latitude_band integer
  GENERATED ALWAYS AS (floor(latitude * 10)::integer) STORED;
COMMENT ON COLUMN devices.latitude_band IS
  'Which tenth of a degree latitude lies in, for the index only: -900 at the south pole to 900';
DROP INDEX ix_devices_latitude;
DROP INDEX ix_devices_longitude;
-- a box's devices, band by band
CREATE INDEX ix_devices_location ON devices (tenant_id, latitude_band, longitude, latitude, id)
  WHERE latitude_band IS NOT NULL;
