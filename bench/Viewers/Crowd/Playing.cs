namespace SessionGrains.Viewers;

/// <summary>A session that is being played: where its script is, and what of it is on the way. Its player's lock guards it.</summary>
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

    /// <summary>What will be said next; null when all has been said.</summary>
    public ScriptedEvent? Next { get; private set; }

    /// <summary>What was said last; null before anything was.</summary>
    public ScriptedEvent? Last { get; private set; }

    /// <summary>The server's id of it; null while there is none.</summary>
    public string? Id { get; private set; }

    /// <summary>The sessionStart is not answered yet.</summary>
    public bool IsOpening { get; set; } = true;

    /// <summary>Never opened, or the server knows it no more.</summary>
    public bool IsLost { get; set; }

    /// <summary>Events sent and not answered yet.</summary>
    public int OnTheWay { get; set; }

    /// <summary>What is kept to be compared; null for those that are not in the sample.</summary>
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

    /// <summary>No more of the script.</summary>
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
