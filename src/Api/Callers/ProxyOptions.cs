using Microsoft.Extensions.Options;

namespace SessionGrains.Api.Callers;

/// <summary>Whose word about callers counts: the <c>Proxy</c> section of the configuration.</summary>
internal sealed class ProxyOptions
{
    public const string Section = "Proxy";

    /// <summary>
    /// Addresses (<c>10.0.0.5</c>, <c>fd00::5</c>) and networks (<c>10.0.0.0/8</c>) of the proxies in front of this server, as a list
    /// (<c>Proxy__Trusted__0</c>) or as one text with commas between. <c>unix</c> is whoever comes through a socket file. Only from them are
    /// <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> read. Default: none, so that nobody can claim another's address.
    /// </summary>
    public string[] Trusted { get; set; } = [];

    /// <summary>Reads the section; a single text is a list with commas.</summary>
    public static void Bind(ProxyOptions options, IConfiguration configuration)
    {
        var section = configuration.GetSection(Section).GetSection(nameof(Trusted));
        options.Trusted = section.Value is { } text
            ? text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)
            : [.. section.GetChildren().Select(static one => (one.Value ?? "").Trim())];
    }
}

/// <summary>A network that is mistyped must not be trusted by chance, nor left out in silence.</summary>
internal sealed class ProxyOptionsValidator : IValidateOptions<ProxyOptions>
{
    public ValidateOptionsResult Validate(string? name, ProxyOptions options) =>
        options.Trusted.FirstOrDefault(static one => !TrustedProxies.IsEntry(one)) is { } wrong
            ? ValidateOptionsResult.Fail($"{ProxyOptions.Section}:{nameof(ProxyOptions.Trusted)} has '{wrong}': write addresses such as 10.0.0.5 and networks such as 10.0.0.0/8 (no bits set after the prefix), with commas between.")
            : ValidateOptionsResult.Success;
}
