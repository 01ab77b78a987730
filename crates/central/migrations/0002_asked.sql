-- When the workstation asked at its last contact, by its own clock: a former run that asks later is alive,
-- so two machines run as one workstation.
ALTER TABLE stations ADD COLUMN contact_asked_at timestamptz;
