using SessionGrains.Api.Reading.Shapes;

namespace SessionGrains.Api.Reading;

/// <summary>The values of one event while it is being read and validated.</summary>
internal struct EventDraft
{
    public CatalogueEntry? Entry;
    public long Ts;

    /// <summary>The members that only events in envelopes have.</summary>
    public bool HasTimestamp;
    public int FractionDigits;
    public bool HasSessionId;
    public string? SessionId;
    public string? MetadataName;
    public string? MetadataValue;

    public double Playhead;
    public bool HasParams;
    public bool HasMetadata;
    public string? UnknownMember;

    /// <summary>Counts of what is kept up to a limit, and what was cut.</summary>
    public int UnknownMembers;
    public int MetadataEntries;
    public int StateNames;
    public ReaderCuts Cuts;

    /// <summary>Whether a text was too long that is cut on events, but kept as sent on a sessionStart.</summary>
    public bool HasLongText;

    public string? Id;
    public string? Name;
    public string? PlayerName;
    public long Index;
    public double Offset;
    public double Length;

    /// <summary>The texts that only an adStart has; null if it has none.</summary>
    public AdTexts? Ad;

    /// <summary>The customMetadata of an adStart or a chapterStart; null for none.</summary>
    public List<MetadataEntry>? Metadata;

    public string? Channel;
    public string? ContentType;
    public string? VisitorId;
    public List<string>? OtherVisitorIds;
    public bool Resume;
    public bool Downloaded;
    public bool HasDownloaded;

    public List<string>? States;
    public List<string>? StatesStart;
    public List<string>? StatesEnd;

    /// <summary>Whether a list of a statesUpdate has an item, valid or not.</summary>
    public bool HasStates;

    public QoeDraft Qoe;
    public QoeDraft ParamsQoe;
    public string? ParamsErrorId;
    public string? ParamsErrorSource;

    /// <summary>Whether the member was present, valid or not: an invalid one must not also be reported as missing.</summary>
    public bool HasErrorId;
    public bool HasErrorSource;
}
