namespace SessionGrains.Api.Callers;

/// <summary>The proxies whose headers are trusted: the <c>Proxy</c> section of the configuration.</summary>
internal sealed class ProxyOptions
{
    public const string Section = "Proxy";

    /// <summary>
    /// Addresses (<c>10.0.0.5</c>, <c>fd00::5</c>) and networks (<c>10.0.0.0/8</c>, at most /8 of IPv4 and /7 of IPv6) of the proxies in front of this server, as a
    /// list (<c>Proxy__Trusted__0</c>) or as one comma-separated text. <c>unix</c> trusts callers through a unix socket. <c>X-Forwarded-For</c> and
    /// <c>X-Forwarded-Proto</c> are read only from these. Default: none, so that nobody can claim another's address.
    /// </summary>
    public string[] Trusted { get; set; } = [];

    /// <summary>Reads the section; a single text is a comma-separated list.</summary>
    public static void Bind(ProxyOptions options, IConfiguration configuration)
    {
        var section = configuration.GetSection(Section).GetSection(nameof(Trusted));
        options.Trusted = section.Value is { } text
            ? text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)
            : [.. section.GetChildren().Select(static one => (one.Value ?? "").Trim())];
    }
}

/// <summary>Rejects entries that are mistyped or too large.</summary>
internal sealed class ProxyOptionsValidator : IValidateOptions<ProxyOptions>
{
    private const string Key = $"{ProxyOptions.Section}:{nameof(ProxyOptions.Trusted)}";

    public ValidateOptionsResult Validate(string? name, ProxyOptions options)
    {
        if (options.Trusted.FirstOrDefault(static one => !TrustedProxies.IsEntry(one)) is { } wrong)
            return ValidateOptionsResult.Fail($"{Key} has '{wrong}': write addresses such as 10.0.0.5 and networks such as 10.0.0.0/8 (no bits set after the prefix), with commas between.");

        return options.Trusted.FirstOrDefault(TrustedProxies.IsTooLarge) is { } large
            ? ValidateOptionsResult.Fail($"{Key} has '{large}', and any host in it could claim any address: name only the proxies, in networks of at most 10.0.0.0/8 or fc00::/7.")
            : ValidateOptionsResult.Success;
    }
}
