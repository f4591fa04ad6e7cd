namespace SessionGrains.Api.Operators.Keys;

/// <summary>Who may read: the <c>Operator</c> section of the configuration.</summary>
internal sealed class OperatorOptions
{
    public const string Section = "Operator";

    /// <summary>Name of <see cref="ApiKey"/>, and of the key that the server makes where none is configured.</summary>
    public const string SoleKeyName = "operator";

    /// <summary>Most of <see cref="Keys"/>: each key that is sent is compared with all of them.</summary>
    public const int MostKeys = 32;

    /// <summary>
    /// A key that may do everything. Readers send it as <c>Authorization: Bearer</c>, as the password of <c>Basic</c>, or trade it for a cookie
    /// (the operator cookie): printable ASCII without spaces, at least 22 characters. Empty (default), and no <see cref="Keys"/>: in
    /// Development whoever sits at the machine reads; elsewhere the server makes a key (<see cref="OperatorKeyFile"/>) or does not start.
    /// </summary>
    public string ApiKey { get; set; } = "";

    /// <summary>Further keys, each with a name and with what it allows. At most 32. Default: none.</summary>
    public List<NamedKeyOptions> Keys { get; } = [];

    /// <summary>Streams (Server-Sent Events) that one front door keeps open at a time; a further one is answered 503. From 1. Default 1,000.</summary>
    public int MaxStreams { get; set; } = 1_000;

    /// <summary>A key of which nothing is said is none: docker-compose cannot leave variables out, only leave them empty.</summary>
    internal static void LeaveOutBlankKeys(OperatorOptions options) => options.Keys.RemoveAll(static key => key is { Name.Length: 0, Key.Length: 0, Allows: NamedKeyOptions.Default });

    /// <summary>Whether a key is configured.</summary>
    internal bool HasKey => ApiKey.Length > 0 || Keys.Count > 0;
}
