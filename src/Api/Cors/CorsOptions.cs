namespace SessionGrains.Api.Cors;

/// <summary>Which web pages may read responses to players: the <c>Cors</c> section of the configuration.</summary>
internal sealed class CorsOptions
{
    public const string Section = "Cors";

    public const string Any = "*";

    /// <summary>
    /// Origins such as <c>https://player.example</c>, or <c>*</c> (default) for any: the protocol has no credentials to protect. A list
    /// (<c>Cors__AllowedOrigins__0</c>) or one comma-separated text.
    /// </summary>
    public string[] AllowedOrigins { get; set; } = [Any];

    /// <summary>Reads the section; a single text is a comma-separated list.</summary>
    public static void Bind(CorsOptions options, IConfiguration configuration)
    {
        var section = configuration.GetSection(Section).GetSection(nameof(AllowedOrigins));
        var listed = section.GetChildren().Select(origin => origin.Value ?? "").ToArray();
        if (section.Value is { } text)
            listed = text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        if (listed.Length > 0)
            options.AllowedOrigins = listed;
    }
}

/// <summary>Requires origins to be scheme, host and port only; browsers match nothing else.</summary>
internal sealed class CorsOptionsValidator : IValidateOptions<CorsOptions>
{
    public ValidateOptionsResult Validate(string? name, CorsOptions options)
    {
        const string Key = $"{CorsOptions.Section}:{nameof(CorsOptions.AllowedOrigins)}";
        if (options.AllowedOrigins.FirstOrDefault(origin => !IsOrigin(origin)) is { } wrong)
            return ValidateOptionsResult.Fail($"{Key} has '{wrong}': write origins as https://player.example (scheme, host and port, no path), or * for any.");

        return options.AllowedOrigins is [CorsOptions.Any] || !options.AllowedOrigins.Contains(CorsOptions.Any)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{Key} has * beside other origins: keep one or the other.");
    }

    private static bool IsOrigin(string text) =>
        text == CorsOptions.Any || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.GetLeftPart(UriPartial.Authority) == text && uri.Host.Length > 0);
}
