namespace SessionGrains.Players;

/// <summary>One event of a script.</summary>
/// <param name="Meaning">What the player says.</param>
/// <param name="Scene">What the viewer sees from then on.</param>
/// <param name="PlayheadMoves">Whether the playhead goes on from there by itself.</param>
/// <param name="Mark">A key of its qoeData that no other event has; null: none.</param>
internal sealed record ScriptedEvent(PlayerEvent Meaning, Scene Scene, bool PlayheadMoves, string? Mark = null);

/// <summary>What a viewer does, as the progress display shows it.</summary>
internal enum Scene : byte
{
    /// <summary>Between two titles, or not yet here.</summary>
    Away,
    Starting,
    Playing,
    Paused,
    Buffering,
    Ad,
}

/// <summary>How a viewer leaves a title.</summary>
internal enum Departure : byte
{
    /// <summary>Still there.</summary>
    None,

    /// <summary>Watched to the end; <c>sessionComplete</c> and <c>sessionEnd</c> were sent.</summary>
    Completed,

    /// <summary>Had enough; <c>sessionEnd</c> was sent.</summary>
    Left,

    /// <summary>Closed the window: nothing was sent, the session ends by its timeout.</summary>
    Abandoned,

    /// <summary>Lost the connection: nothing was sent, the viewer comes back to the same place with a new session.</summary>
    Dropped,
}
