using SessionGrains.Tracking;

namespace SessionGrains.Sessions.Stored;

/// <summary>The <see cref="EventDetails"/> of an event in the reorder window.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-event-details"), OmitDefaultMemberValues]
internal sealed record StoredEventDetails(
    [property: Id(0)] int Description, [property: Id(1)] StoredStateName[]? StatesStart, [property: Id(2)] StoredStateName[]? StatesEnd,
    [property: Id(3)] string? UnknownMember, [property: Id(4)] byte Cuts, [property: Id(5)] int TextBytes)
{
    public static StoredEventDetails? Of(EventDetails? details, PlayerState[] states) => details is null ? null : new(
        details.Description, StoredStateName.Of(details.StatesStart, states), StoredStateName.Of(details.StatesEnd, states),
        details.UnknownMember, (byte)details.Cuts, details.TextBytes);

    public EventDetails Restore(PlayerState[] states) => new()
    {
        Description = Description,
        StatesStart = StoredStateName.Restore(StatesStart, states),
        StatesEnd = StoredStateName.Restore(StatesEnd, states),
        UnknownMember = SharedTexts.Of(UnknownMember),
        Cuts = (ReaderCuts)Cuts,
        TextBytes = TextBytes,
    };
}

/// <summary>The name of a player state: its number in the session's list, counted from 1, or, if it is not there, the name.</summary>
[GenerateSerializer, Immutable, Alias("sg.stored-state-name"), OmitDefaultMemberValues]
internal readonly record struct StoredStateName([property: Id(0)] byte Number, [property: Id(1)] string? Name)
{
    public static StoredStateName[]? Of(string[]? names, PlayerState[] states) => names is null ? null : Array.ConvertAll(names, name =>
    {
        var at = PlayerState.IndexOf(states, name);
        return at < 0 ? new StoredStateName(0, name) : new StoredStateName((byte)(at + 1), null);
    });

    public static string[]? Restore(StoredStateName[]? names, PlayerState[] states) =>
        names is null ? null : Array.ConvertAll(names, name => name.Number == 0 ? SharedTexts.Of(name.Name!) : states[name.Number - 1].Name);
}
