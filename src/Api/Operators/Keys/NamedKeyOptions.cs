using SessionGrains.Api.Hosting;

namespace SessionGrains.Api.Operators.Keys;

/// <summary>One of <c>Operator:Keys</c>. Several keys are valid at a time, so that keys can be replaced without an interruption.</summary>
internal sealed class NamedKeyOptions
{
    /// <summary>The default of <see cref="Allows"/>.</summary>
    public const string Default = "read";

    /// <summary>The key's name in logs: 1 to 64 letters, digits, <c>-</c> or <c>_</c>. Must be unique.</summary>
    public string Name { get; set; } = "";

    /// <summary>The key, as <see cref="KeyText"/> requires: 22 to 1,024 printable ASCII characters without spaces.</summary>
    public string Key { get; set; } = "";

    /// <summary><c>read</c> (default) or <c>read, control</c>.</summary>
    public string Allows { get; set; } = Default;

    /// <summary>The permissions of <see cref="Allows"/>; null if its value is invalid.</summary>
    public OperatorPermission? Permissions =>
        Allows.Split(',', StringSplitOptions.TrimEntries).Select(static one => one.ToLowerInvariant()).Order(StringComparer.Ordinal).ToArray() switch
        {
            ["read"] => OperatorPermission.Read,
            ["control", "read"] => OperatorPermission.Read | OperatorPermission.Control,
            _ => null,
        };
}
