using System.Diagnostics;
using OpenTelemetry;

namespace SessionGrains.Silo.Telemetry;

/// <summary>
/// Removes what identifies a session from spans before they are exported: ASP.NET adds paths and Orleans grain keys, and whoever knows a session's id can write to it. What
/// remains identifies the operation (<c>http.route</c>, <c>rpc.method</c>).
/// </summary>
internal sealed class SpanRedactor : BaseProcessor<Activity>
{
    /// <summary>Includes exceptions: messages and stack traces of Orleans' exceptions contain grain keys.</summary>
    private static readonly string[] RemovedTags =
    [
        "url.path", "url.query", "url.full", "http.target", "http.url",
        "orleans.rpc.target_id", "orleans.rpc.source_id", "orleans.grain.id", "orleans.activation.id", "orleans.directory.registered.address",
        "exception.message", "exception.stacktrace",
    ];

    public override void OnEnd(Activity data)
    {
        foreach (var tag in RemovedTags)
        {
            if (data.GetTagItem(tag) is not null)
                data.SetTag(tag, null);
        }
    }
}
