"""Who is who in one report: names, descriptions, pronouns, and the relations that it states."""
