using SessionGrains.Tracking;
using static SessionGrains.Tracking.Tests.PlayerEvents;

namespace SessionGrains.Tracking.Tests.Rules;

/// <summary>What a session keeps of its pings is written into objects that it has already (record 7).</summary>
public sealed class ArrivalReuse
{
    /// <summary>In content and in an ad: the window of 5 s holds one ping, and seven at most while one comes and one goes.</summary>
    [Theory]
    [InlineData(10, 1)]
    [InlineData(1, 7)]
    public void However_long_a_viewer_watches_the_arrivals_in_the_window_are_the_same_objects(int secondsBetweenPings, int most)
    {
        var viewing = Viewing.Start().Then(Play(0));
        var seen = new HashSet<ArrivedEvent>(ReferenceEqualityComparer.Instance);
        for (var at = 10; at < 310; at += secondsBetweenPings)
        {
            viewing.Then(Ping(at, playhead: at));
            seen.UnionWith(viewing.Session.Progress.Window.ToList());
        }

        Assert.InRange(seen.Count, 1, most);
    }
}
