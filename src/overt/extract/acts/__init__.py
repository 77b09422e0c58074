"""The acts that sentences tell: triggers, who fills their roles, where and when; frames of one incident put together."""
