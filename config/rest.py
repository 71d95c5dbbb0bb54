"""Settings of the REST API: who gets in, how errors look, what the OpenAPI document says."""

from typing import Any

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "csat.api.wire.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["csat.api.wire.parsing.BoundedJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_standardized_errors.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "DEFAULT_VERSIONING_CLASS": None,
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
DRF_STANDARDIZED_ERRORS: dict[str, Any] = {
    "EXCEPTION_HANDLER_CLASS": "csat.api.wire.handling.Handler",
    "ALLOWED_ERROR_STATUS_CODES": ["400", "401", "403", "404", "405", "406", "413", "415"],
    "ERROR_SCHEMAS": {"400": "csat.api.wire.errors.Refusal", "413": "csat.api.wire.errors.TooLargeRefusal"},
}
_ERRORS = "drf_standardized_errors.openapi_serializers"
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Barometer",
    "DESCRIPTION": (
        "Clients' satisfaction as a leading indicator: accounts, contacts, orders, revenue, surveys, "
        "survey rules, rounds, invitations, answers, scores and signals.\n\n"
        "Every row has a random id; rows that your login may not see answer 404. Lists come in pages in "
        "order of id: follow `next` until it is null. Send `Authorization: Token ...`; "
        "`manage.py give_token` and `POST /api/v1/tokens/` make one.\n\n"
        "A login without access to personal data (an analyst's) reads null in place of names, addresses "
        "and words."
    ),
    "VERSION": "1",
    "OAS_VERSION": "3.0.3",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "POSTPROCESSING_HOOKS": [
        "drf_standardized_errors.openapi_hooks.postprocess_schema_enums",
    ],
    "ENUM_NAME_OVERRIDES": {
        "ValidationErrorEnum": f"{_ERRORS}.ValidationErrorEnum.choices",
        "ClientErrorEnum": f"{_ERRORS}.ClientErrorEnum.choices",
        "ServerErrorEnum": f"{_ERRORS}.ServerErrorEnum.choices",
        "ErrorCode401Enum": f"{_ERRORS}.ErrorCode401Enum.choices",
        "ErrorCode403Enum": f"{_ERRORS}.ErrorCode403Enum.choices",
        "ErrorCode404Enum": f"{_ERRORS}.ErrorCode404Enum.choices",
        "ErrorCode405Enum": f"{_ERRORS}.ErrorCode405Enum.choices",
        "ErrorCode406Enum": f"{_ERRORS}.ErrorCode406Enum.choices",
        "ErrorCode415Enum": f"{_ERRORS}.ErrorCode415Enum.choices",
        "ErrorCode429Enum": f"{_ERRORS}.ErrorCode429Enum.choices",
        "ErrorCode500Enum": f"{_ERRORS}.ErrorCode500Enum.choices",
        "RefusalType": "csat.api.wire.errors.RefusalType.choices",
        "ErrorCode413Enum": "csat.api.wire.errors.TooLargeCode.choices",
        "ContactRole": "csat.customers.models.ContactRole.choices",
        "Capacity": "csat.customers.models.Capacity.choices",
        "DealStage": "csat.customers.models.DealStage.choices",
        "RevenueKind": "csat.customers.models.RevenueKind.choices",
        "MessageState": "surveys.models.MessageState.choices",
        "ProgramKind": "csat.programs.models.ProgramKind.choices",
        "ProgramState": "csat.programs.models.ProgramState.choices",
        "ExclusionReason": "csat.programs.models.ExclusionReason.choices",
        "ExclusionState": "csat.programs.models.ExclusionState.choices",
        "InvitationPart": "csat.api.asking.serializers.strict.PARTS",
        "RoundState": "csat.api.asking.serializers.waves.STATES",
        "SuppressionReason": "csat.api.asking.serializers.suppressions.REASONS",
        "Verdict": "surveys.models.Verdict.choices",
        "RuleKey": "csat.alerts.models.RuleKey.choices",
        "CaseState": "csat.cases.models.CaseState.choices",
        "RootCause": "csat.cases.models.RootCause.choices",
    },
}
REST_KNOX: dict[str, Any] = {"TOKEN_TTL": None, "AUTO_REFRESH": False, "AUTH_HEADER_PREFIX": "Token"}
