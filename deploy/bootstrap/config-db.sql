-- Runs config.sql when the container of the config database first starts, with the passwords from its environment.
\getenv identity_owner_password SENSORMINE_IDENTITY_OWNER_PASSWORD
\getenv identity_app_password SENSORMINE_IDENTITY_PASSWORD
\getenv registry_owner_password SENSORMINE_REGISTRY_OWNER_PASSWORD
\getenv registry_app_password SENSORMINE_REGISTRY_PASSWORD
\getenv device_owner_password SENSORMINE_DEVICE_OWNER_PASSWORD
\getenv device_app_password SENSORMINE_DEVICE_PASSWORD
\o /dev/null
SELECT set_config('bootstrap.identity_owner_password', :'identity_owner_password', false);
SELECT set_config('bootstrap.identity_app_password', :'identity_app_password', false);
SELECT set_config('bootstrap.registry_owner_password', :'registry_owner_password', false);
SELECT set_config('bootstrap.registry_app_password', :'registry_app_password', false);
SELECT set_config('bootstrap.device_owner_password', :'device_owner_password', false);
SELECT set_config('bootstrap.device_app_password', :'device_app_password', false);
\o
\i /bootstrap/config.sql
