using SessionGrains.Api.MediaCollection.Catalogue;
using SessionGrains.Messages;

namespace SessionGrains.Api.MediaCollection.Reading;

/// <summary>The values of one event as they come in, until all of them are known to be right.</summary>
internal struct EventDraft
{
    public CatalogueEntry? Entry;
    public long Ts;
    public double Playhead;
    public bool HasParams;
    public bool HasMetadata;
    public string? UnknownMember;

    /// <summary>How many there were of what is kept up to a limit, and what was left out because of it.</summary>
    public int UnknownMembers;
    public int MetadataEntries;
    public int StateNames;
    public ReaderCuts Cuts;

    /// <summary>True when a text was too long of those that are told as a sessionStart said them, and cut where another event did.</summary>
    public bool HasLongText;

    public string? Id;
    public string? Name;
    public long Index;
    public double Seconds;

    public string? Channel;
    public string? PlayerName;
    public string? ContentType;
    public string? VisitorId;
    public List<string>? OtherVisitorIds;
    public bool Resume;
    public bool Downloaded;
    public bool HasDownloaded;

    public List<string>? States;
    public List<string>? StatesStart;
    public List<string>? StatesEnd;

    /// <summary>True when one of the lists of a statesUpdate has an item, right or wrong.</summary>
    public bool HasStates;

    public QoeDraft Qoe;
    public QoeDraft ParamsQoe;
    public string? ParamsErrorId;
    public string? ParamsErrorSource;

    /// <summary>True when the member was there, right or wrong: a wrong one must not be called missing too.</summary>
    public bool HasErrorId;
    public bool HasErrorSource;
}
