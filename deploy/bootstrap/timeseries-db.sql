-- Runs timeseries.sql when the container of the time-series database first starts, with the passwords from its environment.
\getenv telemetry_owner_password SENSORMINE_TELEMETRY_OWNER_PASSWORD
\getenv telemetry_writer_password SENSORMINE_TELEMETRY_WRITER_PASSWORD
\getenv telemetry_reader_password SENSORMINE_TELEMETRY_READER_PASSWORD
\o /dev/null
SELECT set_config('bootstrap.telemetry_owner_password', :'telemetry_owner_password', false);
SELECT set_config('bootstrap.telemetry_writer_password', :'telemetry_writer_password', false);
SELECT set_config('bootstrap.telemetry_reader_password', :'telemetry_reader_password', false);
\o
\i /bootstrap/timeseries.sql
