using Microsoft.Extensions.Options;

namespace SessionGrains.Api.Operators;

/// <summary>Who may read: the <c>Operator</c> section of the configuration.</summary>
internal sealed class OperatorOptions
{
    public const string Section = "Operator";

    /// <summary>
    /// The key that readers send as <c>Authorization: Bearer</c>, as the password of <c>Basic</c>, or trade for a cookie
    /// (<see cref="OperatorCookie"/>): printable ASCII without spaces. Empty (default): reading works from the loopback
    /// only (design decision 8).
    /// </summary>
    public string ApiKey { get; set; } = "";

    /// <summary>Streams (Server-Sent Events) that one front door keeps open at a time; a further one is answered 503. From 1. Default 1,000.</summary>
    public int MaxStreams { get; set; } = 1_000;
}

/// <summary>A key that no HTTP header can carry would lock everybody out.</summary>
internal sealed class OperatorOptionsValidator : IValidateOptions<OperatorOptions>
{
    public ValidateOptionsResult Validate(string? name, OperatorOptions options)
    {
        if (!options.ApiKey.All(c => c is > ' ' and <= '~'))
            return ValidateOptionsResult.Fail($"{OperatorOptions.Section}:{nameof(options.ApiKey)} must be printable ASCII without spaces: it is sent in an HTTP header.");

        return options.MaxStreams >= 1
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{OperatorOptions.Section}:{nameof(options.MaxStreams)} is {options.MaxStreams}: it must be at least 1.");
    }
}
