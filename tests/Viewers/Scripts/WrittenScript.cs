namespace SessionGrains.Viewers.Tests;

/// <summary>A script with all that it writes.</summary>
internal sealed record WrittenScript(Viewing Viewing, IReadOnlyList<ScriptedEvent> Events, Departure Departure)
{
    private const long Zero = 1_800_000_000_000;

    private static readonly Lazy<IReadOnlyList<WrittenScript>> Films = Write(Mix.Vod);
    private static readonly Lazy<IReadOnlyList<WrittenScript>> Channels = Write(Mix.Live);

    public static WrittenScript Of(Mix mix, int seed, int viewer)
    {
        var programme = new Programme(seed, new CrowdOptions().Titles, mix);
        var viewing = new Viewing { Seed = seed, Viewer = viewer, Session = 0, Title = programme.Choose(new Random(viewer)), StartTs = Zero + (viewer * 977) };
        var script = viewing.NewScript();
        return new WrittenScript(viewing, [.. script.Write()], script.Departure);
    }

    /// <summary>Two hundred viewers of several seeds.</summary>
    public static IReadOnlyList<WrittenScript> Many(Mix mix) => (mix == Mix.Vod ? Films : Channels).Value;

    private static Lazy<IReadOnlyList<WrittenScript>> Write(Mix mix) => new(() => [.. Enumerable.Range(0, 200).Select(viewer => Of(mix, seed: 1 + (viewer % 7), viewer))]);
}
