namespace SessionGrains.Viewers;

/// <summary>The values of the command line.</summary>
internal sealed record CrowdOptions : AudienceOptions
{
    /// <summary>Where the server is; always ends with a slash, so that a path before <c>/api</c> is kept.</summary>
    public Uri BaseUrl { get; init; } = new("http://localhost:8080/");

    /// <summary>From the first viewer until all leave, the ramp included.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>An operator key of the server; null where none is needed.</summary>
    public string? Key { get; init; }

    /// <summary>Nobody else sends to the server: its live counts are compared too.</summary>
    public bool Alone { get; init; }

    /// <summary>Connections to the server at a time, shared by all viewers.</summary>
    public int Connections { get; init; } = 512;

    /// <summary>Plain lines also on a terminal.</summary>
    public bool Plain { get; init; }

    /// <summary>How long a player waits for an answer, as real ones do.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>After this time without a 2xx the crowd gives up.</summary>
    public TimeSpan HopelessAfter { get; init; } = TimeSpan.FromSeconds(10);
}
