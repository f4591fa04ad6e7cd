using System.Diagnostics.Metrics;

namespace SessionGrains.Api.Rehearsal;

/// <summary>
/// Gives all meters of the rehearsal's host other names. Whoever collects metrics listens to all meters of a name in the process, whichever host they belong to.
/// </summary>
internal sealed class RehearsalMeters : IMeterFactory
{
    private const string Prefix = "Rehearsal.";

    /// <summary>The names of all of them, for the rehearsal's own collector: an instrument that nobody listens to takes another path.</summary>
    public const string AllNames = Prefix + "*";

    private readonly List<Meter> _meters = [];

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(Prefix + options.Name, options.Version, options.Tags, scope: this);
        lock (_meters)
            _meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        lock (_meters)
        {
            foreach (var meter in _meters)
                meter.Dispose();
            _meters.Clear();
        }
    }
}
