-- for change_platform_admin_password
GRANT UPDATE (password_hash, token_generation, updated_at) ON users TO identity_lookup;
