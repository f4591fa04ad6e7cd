namespace SessionGrains.Api.MediaCollection.Catalogue;

/// <summary>What is kept of one event at most (decisions.md section 2): the rest is left out where it is read, and noted.</summary>
internal static class ReadingLimits
{
    /// <summary>Bytes of one event of an array, as of an object that comes alone.</summary>
    public const int EventBytes = 64 * 1024;

    /// <summary>UTF-16 units of an id, a name, the name of a state, an error id or source.</summary>
    public const int Name = 256;

    /// <summary>UTF-16 units of any other text, such as a creative URL, and of an unknown qoeData value.</summary>
    public const int Text = 1_024;

    /// <summary>States of a statesUpdate, both lists together.</summary>
    public const int States = 20;

    /// <summary>Members that the catalogue does not know.</summary>
    public const int UnknownMembers = 32;

    /// <summary>Entries of customMetadata.</summary>
    public const int Metadata = 64;

    /// <summary>Entries of customMetadata on a sessionStart.</summary>
    public const int StartMetadata = 256;

    /// <summary>Unknown keys of qoeData.</summary>
    public const int QoeKeys = 32;

    /// <summary>UTF-8 bytes of all unknown keys of qoeData and their values.</summary>
    public const int QoeBytes = 8 * 1024;

    /// <summary>Visitor ids beside <c>analytics.visitorId</c>.</summary>
    public const int OtherVisitorIds = 8;
}
