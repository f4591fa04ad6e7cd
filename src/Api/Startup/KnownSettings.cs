using SessionGrains.Api.Hosting;
using SessionGrains.Sessions;
using SessionGrains.Silo.Hosting.Settings;
using SessionGrains.Silo.Startup;

namespace SessionGrains.Api.Startup;

/// <summary>Stops the start where a setting or an option of the command line is misspelt, in one line.</summary>
internal static class KnownSettings
{
    /// <summary>First parts of names that are not ours but that the platform reads, of an argument too.</summary>
    private static readonly string[] OfThePlatform =
    [
        "urls", "http_ports", "https_ports", "environment", "contentRoot", "webroot", "applicationName", "hostBuilder", "AllowedHosts", "ConnectionStrings", "detailedErrors",
        "ForwardedHeaders_Enabled", "hostingStartupAssemblies", "Kestrel", "Logging", "Orleans", "preferHostingUrls", "preventHostingStartup", "shutdownTimeoutSeconds", "suppressStatusMessages", "captureStartupErrors",
    ];

    private static readonly SettingNames Names = new(typeof(KnownSettings).Assembly, typeof(SettingNames).Assembly, typeof(SessionsOptions).Assembly);

    /// <exception cref="StartRefusedException">A setting in one of our sections is unknown, or its value is not of its kind.</exception>
    public static void Refuse(IConfiguration configuration) => SettingsCheck.Refuse(configuration, Names);

    /// <exception cref="StartRefusedException">An argument is no option that anything would read.</exception>
    public static void RefuseArguments(IReadOnlyList<string> args)
    {
        string[] roots = [.. Names.Roots, PathBase.Key, .. OfThePlatform];
        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
                throw new StartRefusedException($"argument {i + 1} is no option: options are --<name> <value>, see --help.");

            var name = args[i].Split('=')[0][2..];
            var root = SettingNames.Root(name);
            if (!roots.Contains(root, StringComparer.OrdinalIgnoreCase) && !root.StartsWith("OTEL_", StringComparison.OrdinalIgnoreCase))
                throw new StartRefusedException($"the option --{name} is unknown{SettingsCheck.Suggest(name, [.. Names.All, .. roots])}");
            if (!args[i].Contains('=', StringComparison.Ordinal) && ++i == args.Count)
                throw new StartRefusedException($"the option --{name} needs a value.");
        }
    }
}
