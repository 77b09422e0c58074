"""What everything else stands on: errors, settings, spans, dates. Imports nothing of ours."""
