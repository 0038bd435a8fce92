"""The twelve areas of work, by id. Their names are messages: `areas.<id>_name`, `areas.<id>_short`.

Anchored in ESCO (European Commission) and the Swedish JobTech taxonomy; that it is these twelve is the
course's choice. Their word lists are in data/areas.json.
"""

AREAS = (
    "PM",
    "CONTENT",
    "ANALYTICS",
    "SEO",
    "PAID",
    "CRM",
    "SOCIAL",
    "CRO",
    "WEB",
    "DESIGN",
    "STRATEGY",
    "EVENTS",
)
