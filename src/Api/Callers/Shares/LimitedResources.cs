namespace SessionGrains.Api.Callers.Shares;

/// <summary>The resources that each address has a share of, as the metric <c>sessiongrains.door.limited</c> and the log name them.</summary>
internal static class LimitedResources
{
    public const string Work = "work";
    public const string Bodies = "bodies";
    public const string Bytes = "bytes";
    public const string Connections = "connections";
    public const string Streams = "streams";
}
