using SessionGrains.Api.Hosting;
using Scalar.AspNetCore;

namespace SessionGrains.Api.Docs;

/// <summary>
/// The scripts of the page at <c>/docs</c>. Scalar has them gzipped in its assembly and would unpack or send 5 MB for each request, 30 ms of processor time for
/// whoever asks: these endpoints stand before its own and send the gzipped bytes as they are.
/// </summary>
internal static class ReferenceScripts
{
    /// <summary>The names of the resources begin with it.</summary>
    private const string Prefix = "ScalarStaticAssets.";

    public static IEnumerable<string> Names { get; } =
        [.. typeof(ScalarOptions).Assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(static name => name[Prefix.Length..])];

    public static void MapReferenceScripts(this WebApplication app, string path)
    {
        foreach (var name in Names)
        {
            // When first asked for: most servers' pages are never opened.
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
