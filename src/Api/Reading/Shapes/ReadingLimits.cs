namespace SessionGrains.Api.Reading.Shapes;

/// <summary>How much of one event is kept (docs/protocol.md#2-reading-a-request); the rest is dropped and reported as a finding. Limits of a whole body are in <c>BodyLimits</c>.</summary>
internal static class ReadingLimits
{
    /// <summary>Bytes of one event of an array, the same as of a single object.</summary>
    public const int EventBytes = 64 * 1024;

    /// <summary>UTF-16 units of an id, a name, a state's name, an error's id or source.</summary>
    public const int Name = 256;

    /// <summary>UTF-16 units of any other text, such as a creative URL, and of an unknown qoeData value.</summary>
    public const int Text = 1_024;

    /// <summary>States of a statesUpdate, both lists together.</summary>
    public const int States = 20;

    /// <summary>Members that are not in the catalogue.</summary>
    public const int UnknownMembers = 32;

    /// <summary>Entries of customMetadata.</summary>
    public const int Metadata = 64;

    /// <summary>Entries of customMetadata on a sessionStart.</summary>
    public const int StartMetadata = 256;

    /// <summary>Unknown keys of qoeData.</summary>
    public const int QoeKeys = 32;

    /// <summary>UTF-8 bytes of all unknown keys of qoeData and their values.</summary>
    public const int QoeBytes = 8 * 1024;

    /// <summary>Visitor ids besides <c>analytics.visitorId</c>.</summary>
    public const int OtherVisitorIds = 8;
}
