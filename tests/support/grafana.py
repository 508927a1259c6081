"""The dashboard model of Grafana, as far as our dashboard uses it: nothing else is allowed.

Source: grafana.com/docs/grafana/v13.2/visualizations/dashboards/build-dashboards/view-dashboard-json-model/,
"Classic model", and the panels' options as Grafana exports them.
"""

from typing import Any


def _object(required: str, optional: str = "", /, **shapes: Any) -> dict[str, Any]:
    names = required.split() + optional.split()
    assert set(names) == set(shapes)
    return {
        "type": "object",
        "properties": shapes,
        "required": required.split(),
        "additionalProperties": False,
    }


def _list(items: Any, *, at_least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": at_least}


def _one_of(*values: Any) -> dict[str, Any]:
    return {"enum": list(values)}


def _number(least: int, most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most}


TEXT = {"type": "string", "minLength": 1}
ANY_TEXT = {"type": "string"}
FLAG = {"type": "boolean"}
ID = _number(1, 10_000)
PROMETHEUS = _object("type uid", type={"const": "prometheus"}, uid={"const": "${datasource}"})
GRID = _object("h w x y", h=_number(1, 20), w=_number(1, 24), x=_number(0, 23), y=_number(0, 1000))
REDUCE = _object("calcs fields values", calcs=_list(TEXT, at_least=1), fields=ANY_TEXT, values=FLAG)
ORIENTATION = _one_of("auto", "horizontal", "vertical")

TIME_SERIES = _object(
    "legend tooltip",
    legend=_object(
        "displayMode placement showLegend calcs",
        displayMode=_one_of("list", "table", "hidden"),
        placement=_one_of("bottom", "right"),
        showLegend=FLAG,
        calcs=_list(TEXT),
    ),
    tooltip=_object(
        "mode sort", mode=_one_of("single", "multi", "none"), sort=_one_of("asc", "desc", "none")
    ),
)
STAT = _object(
    "reduceOptions colorMode graphMode justifyMode orientation textMode wideLayout showPercentChange "
    "percentChangeColorMode",
    reduceOptions=REDUCE,
    colorMode=_one_of("value", "background", "background_solid", "none"),
    graphMode=_one_of("none", "line", "area"),
    justifyMode=_one_of("auto", "center"),
    orientation=ORIENTATION,
    textMode=_one_of("auto", "value", "value_and_name", "name", "none"),
    wideLayout=FLAG,
    showPercentChange=FLAG,
    percentChangeColorMode=_one_of("standard", "inverted", "same_as_value"),
)
GAUGE = _object(
    "reduceOptions orientation showThresholdLabels showThresholdMarkers sizing minVizWidth minVizHeight",
    reduceOptions=REDUCE,
    orientation=ORIENTATION,
    showThresholdLabels=FLAG,
    showThresholdMarkers=FLAG,
    sizing=_one_of("auto", "manual"),
    minVizWidth=_number(0, 1000),
    minVizHeight=_number(0, 1000),
)
THRESHOLDS = _object(
    "mode steps",
    mode=_one_of("absolute", "percentage"),
    steps=_list(_object("color value", color=TEXT, value={"type": ["number", "null"]}), at_least=1),
)
FIELDS = _object(
    "unit",
    "min max noValue thresholds custom",
    # grafana.com/docs/grafana/v13.2/visualizations/panels-visualizations/configure-standard-options/
    unit=_one_of("short", "s", "percentunit", "currencyUSD", "bool_yes_no"),
    min={"type": "number"},
    max={"type": "number"},
    noValue=TEXT,
    thresholds=THRESHOLDS,
    custom=_object(
        "fillOpacity showPoints",
        "stacking",
        fillOpacity=_number(0, 100),
        showPoints=_one_of("auto", "never", "always"),
        stacking=_object("mode group", mode=_one_of("none", "normal", "percent"), group=TEXT),
    ),
)
TARGET = _object("refId expr", "legendFormat", refId={"pattern": "^[A-Z]$"}, expr=TEXT, legendFormat=TEXT)


def _panel(kind: str, options: Any) -> dict[str, Any]:
    return _object(
        "id type title gridPos datasource fieldConfig options targets",
        "description",
        id=ID,
        type={"const": kind},
        title=TEXT,
        gridPos=GRID,
        datasource=PROMETHEUS,
        fieldConfig=_object("defaults overrides", defaults=FIELDS, overrides=_list({}) | {"maxItems": 0}),
        options=options,
        targets=_list(TARGET, at_least=1),
        description=TEXT,
    )


ROW = _object(
    "id type title collapsed gridPos panels",
    id=ID,
    type={"const": "row"},
    title=TEXT,
    collapsed={"const": False},
    gridPos=GRID,
    panels=_list({}) | {"maxItems": 0},
)
KINDS = {
    "row": ROW,
    "timeseries": _panel("timeseries", TIME_SERIES),
    "stat": _panel("stat", STAT),
    "gauge": _panel("gauge", GAUGE),
}
PANEL = {
    "type": "object",
    "required": ["type"],
    "properties": {"type": _one_of(*KINDS)},
    "allOf": [
        {"if": {"properties": {"type": {"const": kind}}}, "then": shape} for kind, shape in KINDS.items()
    ],
}
ANNOTATION = _object(
    "name enable iconColor datasource expr titleFormat",
    name=TEXT,
    enable=FLAG,
    iconColor=TEXT,
    datasource=PROMETHEUS,
    expr=TEXT,
    titleFormat=TEXT,
)
VARIABLE = _object(
    "name label type query current hide",
    name=TEXT,
    label=TEXT,
    type={"const": "datasource"},
    query={"const": "prometheus"},
    current=_object("text value", text=TEXT, value=TEXT),
    hide=_one_of(0, 1, 2),
)
DASHBOARD = _object(
    "uid title description tags timezone editable graphTooltip time refresh schemaVersion links annotations "
    "templating panels",
    uid={"type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$"},
    title=TEXT,
    description=TEXT,
    tags=_list(TEXT),
    timezone=_one_of("browser", "utc"),
    editable=FLAG,
    graphTooltip=_one_of(0, 1, 2),
    time=_object("from to", **{"from": TEXT, "to": TEXT}),
    refresh=TEXT,
    schemaVersion=_number(36, 42),
    links=_list({}) | {"maxItems": 0},
    annotations=_object("list", list=_list(ANNOTATION)),
    templating=_object("list", list=_list(VARIABLE, at_least=1)),
    panels=_list(PANEL, at_least=1),
)
