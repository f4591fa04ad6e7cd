namespace SessionGrains.Api.MediaCollection.Catalogue;

/// <summary>What a member's value may be, the leniencies of decisions.md section 2 included.</summary>
internal enum ValueKind : byte
{
    /// <summary>A string.</summary>
    Text,

    /// <summary>A number within the member's range.</summary>
    Number,

    /// <summary>A number without a fraction (30.0 and 1e3 are such) within the member's range.</summary>
    Integer,

    /// <summary>A boolean, or one of the strings "true" and "false".</summary>
    Flag,

    /// <summary>A string, or a number within the member's range that is kept as the text that was sent.</summary>
    TextOrNumber,

    /// <summary>A string, or a number without a fraction within the member's range.</summary>
    TextOrInteger,

    /// <summary>An object of the member's shape.</summary>
    Object,

    /// <summary>An array of objects of the member's shape.</summary>
    List,
}
