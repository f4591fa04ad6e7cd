namespace SessionGrains.Viewers;

/// <summary>Shows how the crowd stands while it plays.</summary>
internal interface IProgressDisplay
{
    /// <summary>How often it wants figures.</summary>
    TimeSpan Every { get; }

    /// <summary>Shows figures until there are no more.</summary>
    Task ShowAsync(IAsyncEnumerable<Figures> figures);
}
