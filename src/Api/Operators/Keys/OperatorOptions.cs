namespace SessionGrains.Api.Operators.Keys;

/// <summary>The <c>Operator</c> section of the configuration: who may read.</summary>
internal sealed class OperatorOptions
{
    public const string Section = "Operator";

    /// <summary>The name of <see cref="ApiKey"/>, and of the key that the server creates if none is configured.</summary>
    public const string SoleKeyName = "operator";

    /// <summary>Most <see cref="Keys"/>. Bounded because each key that is sent is compared with all of them.</summary>
    public const int MostKeys = 32;

    /// <summary>
    /// A key that may do everything: 22 to 1,024 printable ASCII characters without spaces. Readers send it as <c>Authorization: Bearer</c>, as the password
    /// of <c>Basic</c>, or exchange it for the operator cookie. Default: empty. Without it and without <see cref="Keys"/>, callers on the same machine can
    /// read in Development; elsewhere the server creates a key (<see cref="OperatorKeyFile"/>) or does not start.
    /// </summary>
    public string ApiKey { get; set; } = "";

    /// <summary>Further keys, each with a name and its permissions. At most 32. Default: none.</summary>
    public List<NamedKeyOptions> Keys { get; } = [];

    /// <summary>Most streams (Server-Sent Events) that a front door keeps open at a time; further ones get 503. At least 1. Default 1,000.</summary>
    public int MaxStreams { get; set; } = 1_000;

    /// <summary>Removes entries without any value: docker-compose cannot omit variables, only leave them empty.</summary>
    internal static void LeaveOutBlankKeys(OperatorOptions options) => options.Keys.RemoveAll(static key => key is { Name.Length: 0, Key.Length: 0, Allows: NamedKeyOptions.Default });

    /// <summary>Whether a key is configured.</summary>
    internal bool HasKey => ApiKey.Length > 0 || Keys.Count > 0;
}
