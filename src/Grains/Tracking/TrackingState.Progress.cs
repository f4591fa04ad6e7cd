using System.Collections.Immutable;
using System.Globalization;

namespace SessionGrains.Tracking;

/// <summary>Progress through the main content.</summary>
internal sealed partial class TrackingState
{
    private static readonly ImmutableArray<int> MarkerPercents = [10, 25, 50, 75, 95];

    /// <summary>A jump reaches all markers that it passes. Markers are never undone.</summary>
    private void UpdateProgress(double playhead, double lengthSeconds)
    {
        MinPlayhead = double.IsNaN(MinPlayhead) ? playhead : Math.Min(MinPlayhead, playhead);
        MaxPlayhead = double.IsNaN(MaxPlayhead) ? playhead : Math.Max(MaxPlayhead, playhead);
        for (var i = 0; i < MarkerPercents.Length; i++)
        {
            if (lengthSeconds > 0 && playhead * 100 >= lengthSeconds * MarkerPercents[i])
            {
                Markers |= (byte)(1 << i);
            }
        }
    }

    private int[] ReachedMarkers() => [.. MarkerPercents.Where((_, i) => (Markers & (1 << i)) != 0)];

    private string? ContentSegment() => double.IsNaN(MinPlayhead)
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"[{Math.Floor(MinPlayhead / 60):F0}-{Math.Ceiling(MaxPlayhead / 60):F0}]");
}
