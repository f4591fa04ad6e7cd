namespace SessionGrains.Players;

/// <summary>A session that is being played: its position in the script and its pending requests. Guarded by the lock of its viewer.</summary>
internal sealed class Playing
{
    private readonly IEnumerator<ScriptedEvent> _events;
    private bool _leaves;

    public Playing(Viewing viewing)
    {
        Viewing = viewing;
        Script = viewing.NewScript();
        _events = Script.Write().GetEnumerator();
        GoOn();
    }

    public Viewing Viewing { get; }

    public Script Script { get; }

    /// <summary>The next event; null after the last.</summary>
    public ScriptedEvent? Next { get; private set; }

    /// <summary>The last event; null before the first.</summary>
    public ScriptedEvent? Last { get; private set; }

    /// <summary>The server's id of it; null while there is none.</summary>
    public string? Id { get; private set; }

    /// <summary>The sessionStart is not answered yet.</summary>
    public bool IsOpening { get; set; } = true;

    /// <summary>Never opened, or no longer known to the server.</summary>
    public bool IsLost { get; set; }

    /// <summary>Events sent and not answered yet.</summary>
    public int OnTheWay { get; set; }

    /// <summary>The record for the comparison; null for sessions that are not in the sample.</summary>
    public SentSession? Record { get; private set; }

    public void Open(string id, int viewer, Audience audience)
    {
        Id = id;
        Record = audience.RecordOf(viewer, id, StartParts.Meaning(Viewing));
    }

    public void GoOn()
    {
        Last = Next;
        Next = _events.MoveNext() ? _events.Current : null;
    }

    /// <summary>Sends no more of the script.</summary>
    public void Stop()
    {
        _events.Dispose();
        Next = null;
    }

    public void LeavesOnce(AudienceBounds bounds)
    {
        if (!_leaves)
            bounds.Leaves(Viewing.Title);

        _leaves = true;
    }
}
