namespace SessionGrains.Tracking;

/// <summary>Player states: the first ten names, compared without case. Their time passes whatever plays.</summary>
internal sealed partial class TrackingState
{
    private const int MaxPlayerStates = 10;

    public PlayerState[] PlayerStates = [];

    /// <summary>The latest ts at which one of <paramref name="names"/> was opened that is still open; null if none is.</summary>
    public long? OpenedTsOfAny(string[]? names)
    {
        long? latest = null;
        foreach (var name in names ?? [])
        {
            var at = IndexOfState(name);
            if (at >= 0 && PlayerStates[at].IsOpen && !(latest > PlayerStates[at].OpenedTs))
            {
                latest = PlayerStates[at].OpenedTs;
            }
        }

        return latest;
    }

    private void ChangePlayerStates(in ArrivedEvent arrived)
    {
        string? notOpen = null;
        foreach (var name in arrived.Details?.StatesEnd ?? [])
        {
            if (!EndState(name))
            {
                notOpen ??= IndexOfState(name) is >= 0 and var at ? PlayerStates[at].Name : name;
            }
        }

        if (notOpen is not null)
        {
            AddFinding(FindingKind.StateNotOpen, arrived.SentTs, notOpen);
        }

        string? alreadyOpen = null;
        var isOver = false;
        foreach (var name in arrived.Details?.StatesStart ?? [])
        {
            var at = FindOrAddState(name);
            isOver |= at < 0;
            if (at >= 0 && PlayerStates[at].IsOpen)
            {
                alreadyOpen ??= PlayerStates[at].Name;
            }
            else if (at >= 0)
            {
                Replace(at, PlayerStates[at] with { Count = PlayerStates[at].Count + 1, OpenedAtCountedMs = CountedMs, OpenedTs = arrived.Ts });
            }
        }

        if (alreadyOpen is not null)
        {
            AddFinding(FindingKind.StateAlreadyOpen, arrived.SentTs, alreadyOpen);
        }

        RecordOverLimit(isOver ? BoundedList.PlayerStates : BoundedList.None, arrived.SentTs);
    }

    private bool EndState(string name)
    {
        var at = IndexOfState(name);
        if (at < 0 || !PlayerStates[at].IsOpen)
        {
            return false;
        }

        Replace(at, PlayerStates[at] with { TimeMs = PlayerStates[at].TimeAt(CountedMs), OpenedAtCountedMs = PlayerState.Closed });
        return true;
    }

    /// <summary>The index of the state, which is added if it is new and there is room; otherwise −1.</summary>
    private int FindOrAddState(string name)
    {
        var at = IndexOfState(name);
        if (at >= 0)
        {
            return at;
        }

        if (PlayerStates.Length >= MaxPlayerStates)
        {
            return -1;
        }

        PlayerStates = [.. PlayerStates, new(name, 0, 0, PlayerState.Closed, 0)];
        return PlayerStates.Length - 1;
    }

    private int IndexOfState(string name) => PlayerState.IndexOf(PlayerStates, name);

    private void Replace(int at, PlayerState state) => PlayerStates = PlayerStates.With(at, state);
}

/// <summary>One player state. While it is open, its time grows with the time counted since <paramref name="OpenedAtCountedMs"/>.</summary>
internal readonly record struct PlayerState(string Name, int Count, long TimeMs, long OpenedAtCountedMs, long OpenedTs)
{
    public const long Closed = -1;

    public bool IsOpen => OpenedAtCountedMs != Closed;

    /// <summary>The index of the state with this name, in any case; −1 if there is none.</summary>
    public static int IndexOf(PlayerState[] states, string name) => Array.FindIndex(states, state => state.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public long TimeAt(long countedMs) => TimeMs + (IsOpen ? countedMs - OpenedAtCountedMs : 0);
}
