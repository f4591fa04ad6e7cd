using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.Hosting;

/// <summary>The prefix below which a proxy serves us: the setting <c>PathBase</c>.</summary>
internal static class PathBase
{
    public const string Key = "PathBase";

    /// <summary>The prefix, without which every path works as well; null when none is configured.</summary>
    /// <exception cref="StartRefusedException">It is no path.</exception>
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
