namespace SessionGrains.Api.Hosting;

/// <summary>Collapses <c>//</c> in paths to <c>/</c>: SDKs whose host setting ends in a slash send <c>//api/v1/sessions</c> (docs/protocol.md#1-operations).</summary>
internal static class SingleSlashes
{
    private const string Doubled = "//";

    public static RequestDelegate Middleware(RequestDelegate next) => context =>
    {
        if (context.Request.Path.Value is { } path && path.Contains(Doubled, StringComparison.Ordinal))
            context.Request.Path = Collapse(path);
        return next(context);
    };

    private static string Collapse(string path) => string.Create(path.Length - CountDoubled(path), path, static (single, path) =>
    {
        var length = 0;
        for (var i = 0; i < path.Length; i++)
        {
            if (!IsDoubled(path, i))
                single[length++] = path[i];
        }
    });

    private static int CountDoubled(string path) => Enumerable.Range(0, path.Length).Count(i => IsDoubled(path, i));

    private static bool IsDoubled(string path, int at) => at > 0 && path[at] == '/' && path[at - 1] == '/';
}
