namespace SessionGrains.Tracking;

/// <summary>
/// What events say at length of ads, ad breaks, chapters and errors. It gets a number when it arrives; the session keeps it only until it is stored
/// (ADR 16).
/// </summary>
public sealed partial class Session
{
    /// <summary>Limit of the descriptions of a session together, in bytes of memory (docs/protocol.md#7-limits).</summary>
    private const int MaxDescribedBytes = 256 * 1024;

    /// <summary>The descriptions that are not stored yet, in order of their numbers.</summary>
    internal Description[] NewDescriptions => _progress.NewDescriptions;

    /// <summary>Number of the last description, stored or new.</summary>
    internal int DescriptionCount => _progress.DescriptionCount;

    /// <summary>Number of the last description that is stored; 0 for none.</summary>
    internal int LastStoredDescription => _progress.NewDescriptions.Length == 0 ? _progress.DescriptionCount : _progress.NewDescriptions[0].Number - 1;

    /// <summary>Whether <paramref name="read"/> has all descriptions that are not new.</summary>
    internal bool HasAllDescriptions(Descriptions read) => LastStoredDescription == 0 || read.Has(LastStoredDescription);

    /// <summary>Drops the descriptions up to a number from memory: they are stored.</summary>
    internal void OnDescriptionsStored(int upTo)
    {
        if (_progress.NewDescriptions.Length > 0)
        {
            _progress.NewDescriptions = [.. _progress.NewDescriptions.SkipWhile(description => description.Number <= upTo)];
        }
    }

    private Descriptions AllDescriptions(Descriptions? stored) => (stored ?? Descriptions.None).With(_progress.NewDescriptions);

    private EventDetails? DetailsOf(PlayerEvent playerEvent) =>
        EventDetails.Of(playerEvent, Describe(playerEvent), _progress.Settled.PlayerStates);

    /// <summary>The number of what the event says at length; 0 if it says nothing, or if it cannot be listed any more.</summary>
    private int Describe(PlayerEvent playerEvent) => playerEvent switch
    {
        { Ad: { } ad } when HasRoom(_progress.Settled.Ads.Count, TrackingState.MaxAds, static one => one.Ad is not null) => Keep(new(Next) { Ad = ad }),
        { AdBreak: { } adBreak } when HasRoom(_progress.Settled.AdBreaks.Count, TrackingState.MaxAdBreaks, static one => one.AdBreak is not null) =>
            Keep(new(Next) { AdBreak = adBreak }),
        { Chapter: { } chapter } when HasRoom(_progress.Settled.Chapters.Count, TrackingState.MaxChapters, static one => one.Chapter is not null) =>
            Keep(new(Next) { Chapter = chapter }),
        { Type: PlayerEventType.Error } => DescribeError(playerEvent.Qoe),
        _ => 0,
    };

    private int Next => _progress.DescriptionCount + 1;

    /// <summary>
    /// Whether the list has room for another entry. The events of a downloaded session are described before any is listed, so the new descriptions count too.
    /// </summary>
    private bool HasRoom(int listed, int most, Predicate<Description> isOfThisList) => listed < most
        && (_progress.NewDescriptions.Length < most || Array.FindAll(_progress.NewDescriptions, isOfThisList).Length < most);

    private int DescribeError(QoeValues? quality)
    {
        var error = new ErrorName(quality?.ErrorId ?? string.Empty, quality?.ErrorSource ?? string.Empty);
        var hash = TextHash.Of($"{error.Id}\n{error.Source}");
        var at = Array.FindIndex(_progress.KnownErrors, known => known.Hash == hash);
        if (at >= 0)
        {
            return _progress.KnownErrors[at].Description;
        }

        if (!HasRoom(_progress.Settled.Errors.Count, TrackingState.MaxErrors, static one => one.Error is not null))
        {
            return 0;
        }

        var number = Keep(new(Next) { Error = error });
        _progress.KnownErrors = number == 0 ? _progress.KnownErrors : [.. _progress.KnownErrors, new(hash, number)];
        return number;
    }

    private int Keep(Description description)
    {
        var bytes = _progress.DescribedBytes + description.Bytes;
        if (bytes > MaxDescribedBytes)
        {
            return 0;
        }

        _progress.DescribedBytes = bytes;
        _progress.DescriptionCount = description.Number;
        _progress.NewDescriptions = [.. _progress.NewDescriptions, description];
        return description.Number;
    }
}

/// <summary>A distinct error that was described. Its texts are in the store, so it is recognized by their hash.</summary>
internal readonly record struct KnownError(ulong Hash, int Description);
