using System.Collections.Immutable;
using System.Globalization;

namespace SessionGrains.Tracking;

/// <summary>How far into the main content the viewer got.</summary>
internal sealed partial class TrackingState
{
    private static readonly ImmutableArray<int> MarkerPercents = [10, 25, 50, 75, 95];

    /// <summary>A jump reaches all the markers it passes; none is undone.</summary>
    private void ObserveProgress(double playhead, double lengthSeconds)
    {
        LeastPlayhead = double.IsNaN(LeastPlayhead) ? playhead : Math.Min(LeastPlayhead, playhead);
        GreatestPlayhead = double.IsNaN(GreatestPlayhead) ? playhead : Math.Max(GreatestPlayhead, playhead);
        for (var i = 0; i < MarkerPercents.Length; i++)
        {
            if (lengthSeconds > 0 && playhead * 100 >= lengthSeconds * MarkerPercents[i])
            {
                Markers |= (byte)(1 << i);
            }
        }
    }

    private int[] ReachedMarkers() => [.. MarkerPercents.Where((_, i) => (Markers & (1 << i)) != 0)];

    private string? ContentSegment() => double.IsNaN(LeastPlayhead)
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"[{Math.Floor(LeastPlayhead / 60):F0}-{Math.Ceiling(GreatestPlayhead / 60):F0}]");
}
