namespace SessionGrains.Viewers;

/// <summary>Shows the figures of the crowd while it plays.</summary>
internal interface IProgressDisplay
{
    /// <summary>The interval of the figures.</summary>
    TimeSpan Every { get; }

    /// <summary>Shows figures until there are no more.</summary>
    Task ShowAsync(IAsyncEnumerable<Figures> figures);
}
