namespace SessionGrains.Api.Reading;

/// <summary>How strictly bodies are validated: the <c>Validation</c> section of the configuration.</summary>
internal sealed class ValidationOptions
{
    public const string Section = "Validation";

    /// <summary><c>standard</c> (default) accepts unknown members and reports a finding; <c>strict</c> returns 400, as the published schemas do.</summary>
    public string Mode { get; set; } = nameof(ValidationMode.Standard);

    /// <summary>The parsed <see cref="Mode"/>; valid only after validation.</summary>
    internal ValidationMode ParsedMode => Enum.Parse<ValidationMode>(Mode, ignoreCase: true);
}

internal sealed class ValidationOptionsValidator : IValidateOptions<ValidationOptions>
{
    public ValidateOptionsResult Validate(string? name, ValidationOptions options) =>
        Enum.GetNames<ValidationMode>().Contains(options.Mode, StringComparer.OrdinalIgnoreCase)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{ValidationOptions.Section}:{nameof(options.Mode)} is '{options.Mode}': set it to standard or strict.");
}
