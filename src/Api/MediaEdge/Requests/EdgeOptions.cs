using System.Text.RegularExpressions;

namespace SessionGrains.Api.MediaEdge.Requests;

/// <summary>The Media Edge API: the <c>Edge</c> section of the configuration.</summary>
internal sealed class EdgeOptions
{
    public const string Section = "Edge";

    /// <summary>The datastreams that clients may name as <c>configId</c>, separated by commas; any if empty (default).</summary>
    public string ConfigIds { get; set; } = "";

    /// <summary>The organization of the clients' configuration, such as <c>53A16ACB5CC1D3760A495C99@AdobeOrg</c>. With it answers name the cookies that web clients keep: consent works across pages, and requests need not wait for each other.</summary>
    public string OrgId { get; set; } = "";

    internal string[] KnownConfigIds => ConfigIds.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
}

internal sealed partial class EdgeOptionsValidator : IValidateOptions<EdgeOptions>
{
    public ValidateOptionsResult Validate(string? name, EdgeOptions options) =>
        options.ConfigIds.Length > 0 && options.KnownConfigIds.Length == 0
            ? ValidateOptionsResult.Fail($"{EdgeOptions.Section}:{nameof(options.ConfigIds)} is '{options.ConfigIds}': list the datastreams with commas, or leave it empty for any.")
            : options.OrgId.Length == 0 || OrgIdPattern().IsMatch(options.OrgId)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"{EdgeOptions.Section}:{nameof(options.OrgId)} is '{options.OrgId}': write it as in the clients' configuration, such as 53A16ACB5CC1D3760A495C99@AdobeOrg.");

    [GeneratedRegex(@"^[A-Za-z0-9]+@[A-Za-z]+\z")]
    private static partial Regex OrgIdPattern();
}
