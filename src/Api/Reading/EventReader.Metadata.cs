using SessionGrains.Api.Json;
using SessionGrains.Api.Reading.Shapes;

namespace SessionGrains.Api.Reading;

internal ref partial struct EventReader
{
    /// <summary>
    /// Whether the next entry of customMetadata is kept: that of an adStart or a chapterStart, up to the limit. A sessionStart's body is kept whole, unless it came in an
    /// envelope; other types ignore customMetadata.
    /// </summary>
    private readonly bool KeepsMetadataEntry => _draft.Entry switch
    {
        { Type: PlayerEventType.SessionStart } => _envelope is not null && _draft.MetadataEntries < ReadingLimits.StartMetadata,
        { UsesMetadata: true } => _draft.MetadataEntries < ReadingLimits.Metadata,
        null when _isDownloaded && _origin is EventOrigin.Events => _draft.MetadataEntries < ReadingLimits.StartMetadata,
        _ => false,
    };

    /// <summary>Reads an entry of customMetadata; the reader is at its name.</summary>
    private void ReadMetadataEntry(Member rule)
    {
        _draft.HasMetadata = true;
        if (!MetadataKeys.Match(ref _json)) Refuse(ViolationCodes.Pattern, $"is no name for custom metadata: it must match {MetadataKeys.Pattern}");

        var key = KeepsMetadataEntry ? ReadText() : null;
        if (!Next() || _json.TokenType is JsonTokenType.Null) return;

        _draft.MetadataEntries++;
        if (key is null || _json.TokenType is not JsonTokenType.String) ReadMember(rule);
        else if (TextIsWellFormed()) KeepMetadata(Cut(key, ReadingLimits.Name), ReadText(rule.MaxTextLength));
    }

    private void KeepMetadata(string key, string value)
    {
        // Members of an object can only become equal by being cut: the first one is kept, and the cut is recorded. Entries of lists can be equal as sent.
        _draft.Metadata ??= [];
        if ((_envelope is null && key.Length < ReadingLimits.Name) || !_draft.Metadata.Exists(entry => entry.Key == key)) _draft.Metadata.Add(new(key, value));
        else if (_envelope is not null) Refuse(ViolationCodes.DuplicateMember, $"names custom metadata that is named already: \"{JsonText.Quote(key, MaxQuoteLength)}\"");
    }
}
