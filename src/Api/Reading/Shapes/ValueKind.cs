namespace SessionGrains.Api.Reading.Shapes;

/// <summary>The allowed type of a member's value, including the tolerated deviations (docs/protocol.md#2-reading-a-request).</summary>
internal enum ValueKind : byte
{
    Text,

    Number,

    /// <summary>A number without a fraction within the member's range; 30.0 and 1e3 qualify.</summary>
    Integer,

    /// <summary>A boolean, or the string "true" or "false".</summary>
    Flag,

    /// <summary>A string, or a number within the member's range, kept as the text that was sent.</summary>
    TextOrNumber,

    /// <summary>A string, or a number without a fraction within the member's range.</summary>
    TextOrInteger,

    /// <summary>An object with the member's shape.</summary>
    Object,

    /// <summary>An array of objects with the member's shape.</summary>
    List,

    /// <summary>An array of texts.</summary>
    Texts,
}
