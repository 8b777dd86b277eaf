"""What this app asks of those above it: each registers itself in `AppConfig.ready()`, by `record_types` above all."""
