-- whether a service's work for a tenant was told within the hour
CREATE INDEX ix_security_events_cross_tenant ON security_events (tenant_id, actor, occurred_at)
  WHERE type = 'CROSS_TENANT_ACT';
COMMENT ON COLUMN security_events.detail IS
  'A few words, or the operation of a CROSS_TENANT_ACT; never what somebody typed at a login';
