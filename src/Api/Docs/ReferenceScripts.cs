using Scalar.AspNetCore;
using SessionGrains.Api.Hosting;

namespace SessionGrains.Api.Docs;

/// <summary>
/// The scripts of the page at <c>/docs</c>. Scalar embeds them gzipped and would process 5 MB for each request, which takes 30 ms of processor time and which
/// anyone can request. These endpoints take precedence over Scalar's own and send the gzipped bytes unchanged.
/// </summary>
internal static class ReferenceScripts
{
    /// <summary>The prefix of the resource names.</summary>
    private const string Prefix = "ScalarStaticAssets.";

    public static IEnumerable<string> Names { get; } =
        [.. typeof(ScalarOptions).Assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(static name => name[Prefix.Length..])];

    public static void MapReferenceScripts(this WebApplication app, string path)
    {
        foreach (var name in Names)
        {
            // Read at the first request: on most servers nobody opens the page.
            var answer = new Lazy<FixedAnswer>(() => FixedAnswer.FromGzip(Read(Prefix + name), "text/javascript; charset=utf-8"));
            app.MapMethods($"{path}/{name}", FixedAnswer.Methods, context => answer.Value.Send(context)).ExcludeFromDescription().ForAnybody().WithOrder(-1);
        }
    }

    private static byte[] Read(string name)
    {
        using var resource = typeof(ScalarOptions).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
