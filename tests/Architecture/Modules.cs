namespace SessionGrains.Architecture.Tests;

/// <summary>
/// The modules of each project and which others each may use, as docs/architecture.md draws them. A module is a folder right below its project, and so the first
/// part of a namespace; a module within a module is named with it and may use only modules beside it. What lies in no module is the program: it may use all, and nobody uses it.
/// What lies right in a module with modules within may use all of them.
/// </summary>
internal static class Modules
{
    public static readonly string[] Api =
    [
        "Api/Hosting → Silo/Startup",
        "Api/Json → Grains",
        "Api/Cors → nothing",
        "Api/Callers → Hosting, Silo/Startup",
        "Api/Limits → Callers, Hosting, Grains",
        "Api/Bodies → Callers, Hosting, Limits",
        "Api/Sessions → Hosting, Grains, Silo/Clustering",
        "Api/Problems → Bodies, Callers, Cors, Hosting, Json, Sessions, Grains",
        "Api/Outcomes → Hosting, Json, Limits, Grains",
        "Api/Docs → Hosting, Problems, Silo/Startup",
        "Api/Reading → Json, Grains",
        "Api/Reading/Shapes → nothing",
        "Api/MediaCollection → Bodies, Callers, Cors, Docs, Hosting, Json, Limits, Outcomes, Problems, Reading, Sessions, Grains",
        "Api/MediaCollection/Catalogue → nothing",
        "Api/MediaCollection/Requests → Catalogue",
        "Api/MediaEdge → Bodies, Callers, Cors, Docs, Hosting, Json, Limits, Outcomes, Problems, Reading, Sessions, Grains",
        "Api/MediaEdge/Answers → nothing",
        "Api/MediaEdge/Catalogue → nothing",
        "Api/MediaEdge/Requests → Answers, Catalogue",
        "Api/Operators → Bodies, Callers, Docs, Hosting, Json, Limits, Problems, Sessions, Grains, Silo/Clustering, Silo/Files, Silo/Startup, Silo/Storage",
        "Api/Operators/Answers → nothing",
        "Api/Operators/Streams → nothing",
        "Api/Operators/Keys → nothing",
        "Api/Operators/Access → Answers, Keys",
        "Api/Operators/Live → Answers, Streams",
        "Api/Operators/Sessions → Answers, Streams",
        "Api/Operators/Reports → Answers, Sessions",
        "Api/Operators/Quarantine → Answers",
        "Api/Operators/Exports → Answers",
        "Api/Operators/Privacy → Answers",
        "Api/Operators/Descriptions → Access, Exports, Live, Privacy, Quarantine, Reports, Sessions",
        "Api/Startup → Hosting, Grains, Silo/Hosting, Silo/Startup, Silo/Storage",
        "Api/Health → Docs, Hosting, Startup, Grains, Silo/Clustering, Silo/Startup, Silo/Storage",
        "Api/LivePage → Hosting",
        "Api/Telemetry → Hosting, Operators, Silo/Telemetry",
        "Api/LocalCluster → Startup, Silo/Clustering, Silo/Startup",
        "Api/Export → Startup, Grains, Silo/Clustering, Silo/Exports, Silo/Hosting, Silo/Startup, Silo/Storage",
        "Api/Demo → Hosting, Operators, Startup, Grains, Players, Silo/Hosting, Silo/Startup",
        "Api/Composition → Bodies, Cors, Hosting, Limits, MediaCollection, Operators, Outcomes, Problems, Sessions, Startup, Grains, Silo/Clustering, Silo/Hosting, Silo/Startup, Silo/Storage",
    ];

    public static readonly string[] Silo =
    [
        "Silo/Startup → nothing",
        "Silo/Files → nothing",
        "Silo/Redaction → nothing",
        "Silo/Redis → Startup",
        "Silo/Telemetry → Startup, Grains",
        "Silo/Clustering → Files, Redis, Startup",
        "Silo/Storage → Clustering, Files, Redis, Startup, Grains",
        "Silo/Exports → Files, Startup, Storage, Grains",
        "Silo/Exports/Tables → nothing",
        "Silo/Exports/Folders → Tables",
        "Silo/Exports/Postgres → Tables",
        "Silo/Exports/S3 → nothing",
        "Silo/Exports/OneOff → Folders",
        "Silo/Exports/Webhooks → Tables",
        "Silo/Hosting → Clustering, Exports, Redaction, Startup, Storage, Telemetry, Grains",
    ];

    public static readonly string[] Grains =
    [
        "Grains/Messages → nothing",
        "Grains/Telemetry → nothing",
        "Grains/Tracking → Messages",
        "Grains/Rooms → Messages, Telemetry, Tracking",
        "Grains/Stores → Rooms, Tracking",
        "Grains/Quarantine → Stores, Telemetry",
        "Grains/Timeouts → Exports, Quarantine, Stores",
        "Grains/Reports → Messages, Quarantine, Stores",
        "Grains/Exports → Messages, Reports, Stores, Telemetry",
        "Grains/Live → Messages, Quarantine, Rooms, Stores, Telemetry, Timeouts, Tracking",
        "Grains/Sessions → Exports, Live, Messages, Quarantine, Rooms, Stores, Telemetry, Timeouts, Tracking",
        "Grains/Erasure → Exports, Messages, Quarantine, Reports, Sessions, Stores",
    ];

    /// <summary>Modules that know no Orleans, neither its types nor its attributes.</summary>
    public static readonly string[] WithoutOrleans =
    [
        "Grains/Tracking",
    ];
}
