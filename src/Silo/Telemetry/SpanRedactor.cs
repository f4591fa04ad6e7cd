using System.Diagnostics;
using OpenTelemetry;

namespace SessionGrains.Silo.Telemetry;

/// <summary>
/// Takes out of spans what names a session, before they are sent: ASP.NET puts the path into them and Orleans the grains' keys, and whoever knows
/// a session's id may write to it. What is left says which operation it was (<c>http.route</c>, <c>rpc.method</c>).
/// </summary>
internal sealed class SpanRedactor : BaseProcessor<Activity>
{
    /// <summary>Messages and stack traces of Orleans' exceptions name the grain that was called.</summary>
    private static readonly string[] Naming =
    [
        "url.path", "url.query", "url.full", "http.target", "http.url",
        "orleans.rpc.target_id", "orleans.rpc.source_id", "orleans.grain.id", "orleans.activation.id", "orleans.directory.registered.address",
        "exception.message", "exception.stacktrace",
    ];

    public override void OnEnd(Activity data)
    {
        foreach (var tag in Naming)
        {
            if (data.GetTagItem(tag) is not null)
                data.SetTag(tag, null);
        }
    }
}
