"""The JSON API of the workspace: the same nouns as the export, described by OpenAPI at /api/v1/openapi.json."""

from overt.serve.api.door import mount_api

__all__ = ["mount_api"]
