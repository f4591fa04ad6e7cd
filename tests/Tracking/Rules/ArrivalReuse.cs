using System.Reflection;
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

    /// <summary>Thousands of spare states wait for their next use: what they referred to would be kept for nobody.</summary>
    [Fact]
    public void A_state_that_is_given_back_refers_to_nothing_and_is_whole_again_when_it_is_used()
    {
        var settled = Viewing.Of(AdBreakStart(0), AdStart(1), Play(2), ChapterStart(3), StateStart(4, "mute")).Session.Progress.Settled;
        var spare = settled.Copy();
        spare.Forget();

        var references = typeof(TrackingState).GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(static field => !field.FieldType.IsValueType).ToArray();
        Assert.NotEmpty(references);
        Assert.All(references, field => Assert.Null(field.GetValue(spare)));
        Assert.Same(spare, settled.CopyInto(spare));
        Assert.All(references, field => Assert.Same(field.GetValue(settled), field.GetValue(spare)));
    }
}
