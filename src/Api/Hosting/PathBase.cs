using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.Hosting;

/// <summary>The path prefix below which a proxy serves this server: the setting <c>PathBase</c>.</summary>
internal static class PathBase
{
    public const string Key = "PathBase";

    /// <summary>The prefix, such as <c>/tracking</c>; null when not configured (default). Every path also works without it.</summary>
    /// <exception cref="StartRefusedException">It is not a path.</exception>
    public static string? Read(IConfiguration configuration)
    {
        var configured = configuration[Key]?.Trim('/');
        if (string.IsNullOrEmpty(configured))
            return null;

        return configured.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~' or '/')
            ? "/" + configured
            : throw new StartRefusedException($"{Key} is '{configuration[Key]}': set it to a path such as /tracking (letters, digits, - _ . ~ and /).");
    }
}
