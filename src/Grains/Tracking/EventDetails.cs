namespace SessionGrains.Tracking;

/// <summary>What an event says besides type, ts, playhead and quality of experience, as the reorder window keeps it. Immutable.</summary>
internal sealed class EventDetails
{
    /// <summary>Number of the <see cref="Tracking.Description"/> of the ad, ad break, chapter or error; 0 if it has none or it is not kept.</summary>
    public int Description { get; init; }

    /// <summary>Names of the player states that begin. A name that the session has is the session's own object.</summary>
    public string[]? StatesStart { get; init; }

    /// <summary>As <see cref="StatesStart"/>, of those that end.</summary>
    public string[]? StatesEnd { get; init; }

    public string? UnknownMember { get; init; }

    public ReaderCuts Cuts { get; init; }

    /// <summary>Bytes of memory that the texts take, without the names of states that the session has.</summary>
    public int TextBytes { get; init; }

    /// <summary>The details of an event; null if there are none.</summary>
    /// <param name="playerEvent">The event.</param>
    /// <param name="description">Number of the description.</param>
    /// <param name="known">The player states of the session.</param>
    public static EventDetails? Of(PlayerEvent playerEvent, int description, PlayerState[] known)
    {
        if (description == 0 && playerEvent is { StatesStart: null, StatesEnd: null, UnknownMember: null, Cuts: ReaderCuts.None })
        {
            return null;
        }

        var (starts, ends) = (Names(playerEvent.StatesStart, known), Names(playerEvent.StatesEnd, known));
        return new()
        {
            Description = description,
            StatesStart = starts,
            StatesEnd = ends,
            UnknownMember = playerEvent.UnknownMember,
            Cuts = playerEvent.Cuts,
            TextBytes = BoundedText.BytesOf(playerEvent.UnknownMember) + BytesOf(starts, known) + BytesOf(ends, known),
        };
    }

    private static string[]? Names(string[]? sent, PlayerState[] known) => sent is null ? null : Array.ConvertAll(sent, name =>
    {
        var kept = BoundedText.Cut(name);
        var at = PlayerState.IndexOf(known, kept);
        return at < 0 ? kept : known[at].Name;
    });

    private static int BytesOf(string[]? names, PlayerState[] known) => names?.Sum(name => PlayerState.IndexOf(known, name) < 0 ? BoundedText.BytesOf(name) : 0) ?? 0;
}
