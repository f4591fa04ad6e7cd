using SessionGrains.Api.Hosting;

namespace SessionGrains.Api.Operators.Keys;

/// <summary>One of <c>Operator:Keys</c>. Several are valid at a time, so that a key is changed without a moment in which none works.</summary>
internal sealed class NamedKeyOptions
{
    /// <summary>What <see cref="Allows"/> is where it is not set.</summary>
    public const string Default = "read";

    /// <summary>Whose it is, as logs say it: 1 to 64 letters, digits, <c>-</c> or <c>_</c>. No two have the same.</summary>
    public string Name { get; set; } = "";

    /// <summary>The key: see <see cref="KeyText"/>.</summary>
    public string Key { get; set; } = "";

    /// <summary><c>read</c> (default) or <c>read, control</c>.</summary>
    public string Allows { get; set; } = Default;

    /// <summary>Reads <see cref="Allows"/>; null: it is neither of the two.</summary>
    public OperatorPermission? Permissions =>
        Allows.Split(',', StringSplitOptions.TrimEntries).Select(static one => one.ToLowerInvariant()).Order(StringComparer.Ordinal).ToArray() switch
        {
            ["read"] => OperatorPermission.Read,
            ["control", "read"] => OperatorPermission.Read | OperatorPermission.Control,
            _ => null,
        };
}
