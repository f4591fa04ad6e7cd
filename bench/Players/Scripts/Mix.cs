namespace SessionGrains.Players;

/// <summary>What the viewers of a crowd watch.</summary>
internal enum Mix
{
    /// <summary>Films and clips from their beginning, with pre-rolls and mid-rolls.</summary>
    Vod,

    /// <summary>Channels, joined mid-stream; all viewers of a channel see its ad breaks at the same time.</summary>
    Live,
}
