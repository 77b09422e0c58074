"""The acts that sentences tell: triggers, who fills their roles, where and when.

Frames of one incident put together.
"""
