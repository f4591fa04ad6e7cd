using SessionGrains.Tracking;

namespace SessionGrains.Sessions.Stored;

// The items of the core's lists. An empty list is stored as null. Enums are stored as bytes, because Orleans allocates two objects per written enum.

[GenerateSerializer, Immutable, Alias("sg.stored-arrival"), OmitDefaultMemberValues]
internal readonly record struct StoredArrival(
    [property: Id(0)] byte Type, [property: Id(1)] byte Flags, [property: Id(2)] long SentTs, [property: Id(3)] double Playhead,
    [property: Id(4)] StoredEventDetails? Details, [property: Id(5)] long Ts, [property: Id(6)] long AdjustedTs, [property: Id(7)] long ArrivedAtMs, [property: Id(8)] QoeValues? Qoe)
{
    /// <param name="window">The events.</param>
    /// <param name="states">The player states of the session, which events refer to.</param>
    public static StoredArrival[]? Of(ReadOnlySpan<ArrivedEvent> window, PlayerState[] states)
    {
        var stored = window.Length == 0 ? null : new StoredArrival[window.Length];
        for (var i = 0; i < window.Length; i++)
        {
            ref readonly var one = ref window[i];
            stored![i] = new(
                (byte)one.Type, (byte)one.Flags, one.SentTs, one.Playhead, StoredEventDetails.Of(one.Details, states), one.Ts, one.AdjustedTs, one.ArrivedAtMs, one.Qoe);
        }

        return stored;
    }

    /// <inheritdoc cref="Of"/>
    public static ArrivedEvent[] Restore(StoredArrival[]? window, PlayerState[] states) => StoredList.Restore(
        window, one => new ArrivedEvent(
            (PlayerEventType)one.Type, (ArrivalFlags)one.Flags, one.SentTs, one.Playhead, one.Qoe is { } quality ? SharedTexts.Of(quality) : null, one.Details?.Restore(states), one.Ts, one.AdjustedTs, one.ArrivedAtMs));
}

[GenerateSerializer, Immutable, Alias("sg.stored-interval"), OmitDefaultMemberValues]
internal readonly record struct StoredInterval([property: Id(0)] long From, [property: Id(1)] long To)
{
    public static StoredInterval[]? Of(Interval[] intervals) => StoredList.Of<Interval, StoredInterval>(intervals, static one => new(one.From, one.To));

    public static Interval[] Restore(StoredInterval[]? intervals) => StoredList.Restore(intervals, static one => new Interval(one.From, one.To));
}

[GenerateSerializer, Immutable, Alias("sg.stored-content-share"), OmitDefaultMemberValues]
internal readonly record struct StoredContentTime(
    [property: Id(0)] int Chapter, [property: Id(1)] long Ms, [property: Id(2)] double BitrateMs, [property: Id(3)] long BitrateKnownMs)
{
    public static StoredContentTime[]? Of(ContentTime[] times) =>
        StoredList.Of<ContentTime, StoredContentTime>(times, static one => new(one.Chapter, one.Ms, one.BitrateMs, one.BitrateKnownMs));

    public static ContentTime[] Restore(StoredContentTime[]? times) =>
        StoredList.Restore(times, static one => new ContentTime(one.Chapter, one.Ms, one.BitrateMs, one.BitrateKnownMs));
}

[GenerateSerializer, Immutable, Alias("sg.stored-player-state"), OmitDefaultMemberValues]
internal readonly record struct StoredPlayerState(
    [property: Id(0)] string Name, [property: Id(1)] int Count, [property: Id(2)] long TimeMs, [property: Id(3)] long OpenedAtCountedMs, [property: Id(4)] long OpenedTs)
{
    public static StoredPlayerState[]? Of(PlayerState[] states) =>
        StoredList.Of<PlayerState, StoredPlayerState>(states, static one => new(one.Name, one.Count, one.TimeMs, one.OpenedAtCountedMs, one.OpenedTs));

    public static PlayerState[] Restore(StoredPlayerState[]? states) =>
        StoredList.Restore(states, static one => new PlayerState(SharedTexts.Of(one.Name), one.Count, one.TimeMs, one.OpenedAtCountedMs, one.OpenedTs));
}

[GenerateSerializer, Immutable, Alias("sg.stored-finding"), OmitDefaultMemberValues]
internal readonly record struct StoredFinding([property: Id(0)] FindingKind Kind, [property: Id(1)] int Count, [property: Id(2)] long Ts, [property: Id(3)] string? Subject)
{
    public static StoredFinding[]? Of(FindingEntry[] findings) =>
        StoredList.Of<FindingEntry, StoredFinding>(findings, static one => new(one.Kind, one.Count, one.Ts, one.Subject));

    public static FindingEntry[] Restore(StoredFinding[]? findings) =>
        StoredList.Restore(findings, static one => new FindingEntry(one.Kind, one.Count, one.Ts, SharedTexts.Of(one.Subject)));
}

internal static class StoredList
{
    public static TStored[]? Of<T, TStored>(ReadOnlySpan<T> list, Converter<T, TStored> convert)
    {
        var stored = list.Length == 0 ? null : new TStored[list.Length];
        for (var i = 0; i < list.Length; i++)
        {
            stored![i] = convert(list[i]);
        }

        return stored;
    }

    public static T[] Restore<TStored, T>(TStored[]? stored, Converter<TStored, T> convert) => stored is null ? [] : Array.ConvertAll(stored, convert);
}
