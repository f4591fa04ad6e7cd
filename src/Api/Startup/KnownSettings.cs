using SessionGrains.Api.Hosting;
using SessionGrains.Sessions;
using SessionGrains.Silo.Hosting.Settings;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.Startup;

/// <summary>Refuses to start, with a one-line message, when a setting or command-line option is unknown.</summary>
internal static class KnownSettings
{
    /// <summary>First parts of setting names that .NET reads.</summary>
    private static readonly string[] PlatformRoots =
    [
        "urls", "http_ports", "https_ports", "environment", "contentRoot", "webroot", "applicationName", "hostBuilder", "AllowedHosts", "ConnectionStrings", "detailedErrors",
        "ForwardedHeaders_Enabled", "hostingStartupAssemblies", "Kestrel", "Logging", "Orleans", "preferHostingUrls", "preventHostingStartup", "shutdownTimeoutSeconds", "suppressStatusMessages", "captureStartupErrors",
    ];

    private static readonly SettingNames Names = new(typeof(KnownSettings).Assembly, typeof(SettingNames).Assembly, typeof(SessionsOptions).Assembly);

    /// <exception cref="StartRefusedException">A setting in one of our sections is unknown or its value is malformed.</exception>
    public static void Refuse(IConfiguration configuration) => SettingsCheck.Refuse(configuration, Names);

    /// <exception cref="StartRefusedException">An argument is not an option that anything reads.</exception>
    public static void RefuseArguments(IReadOnlyList<string> args)
    {
        string[] roots = [.. Names.Roots, PathBase.Key, .. PlatformRoots];
        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
                throw new StartRefusedException($"argument {i + 1} is not an option: options are --<name> <value>, see --help.");

            var name = args[i].Split('=')[0][2..];
            var root = SettingNames.Root(name);
            if (!roots.Contains(root, StringComparer.OrdinalIgnoreCase) && !root.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase))
                throw new StartRefusedException($"the option --{name} is unknown{SettingsCheck.Suggest(name, [.. Names.All, .. roots])}");
            if (!args[i].Contains('=', StringComparison.Ordinal) && ++i == args.Count)
                throw new StartRefusedException($"the option --{name} needs a value.");
        }
    }
}
