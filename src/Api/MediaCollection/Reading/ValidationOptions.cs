using Microsoft.Extensions.Options;

namespace SessionGrains.Api.MediaCollection.Reading;

/// <summary>How closely bodies are judged: the <c>Validation</c> section of the configuration.</summary>
internal sealed class ValidationOptions
{
    public const string Section = "Validation";

    /// <summary><c>standard</c> (default): unknown members are kept and noted; <c>strict</c>: they are 400, as in the published schemas.</summary>
    public string Mode { get; set; } = nameof(ValidationMode.Standard);

    /// <summary>The same as a value, once it is validated.</summary>
    internal ValidationMode ParsedMode => Enum.Parse<ValidationMode>(Mode, ignoreCase: true);
}

/// <summary>Says what to set when the mode is unknown.</summary>
internal sealed class ValidationOptionsValidator : IValidateOptions<ValidationOptions>
{
    public ValidateOptionsResult Validate(string? name, ValidationOptions options) =>
        Enum.GetNames<ValidationMode>().Contains(options.Mode, StringComparer.OrdinalIgnoreCase)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{ValidationOptions.Section}:{nameof(options.Mode)} is '{options.Mode}': set it to standard or strict.");
}
