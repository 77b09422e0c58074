"""What overt looks for, as data: event types with their triggers, governing words, the subject as a whole."""
