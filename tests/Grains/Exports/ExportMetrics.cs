using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Orleans.TestingHost;

namespace SessionGrains.Grains.Tests;

/// <summary>The metrics of the first sink, over all silos of a cluster: counters since the listening began.</summary>
internal sealed class ExportMetrics : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(string Name, string? State), double> _values = new();

    public ExportMetrics(SessionCluster cluster)
    {
        var meters = cluster.Silos.Silos.Select(static silo => ((InProcessSiloHandle)silo).ServiceProvider.GetRequiredService<IMeterFactory>()).ToHashSet<object>();
        _listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope is { } scope && meters.Contains(scope))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public double Read(string name, string? state = null)
    {
        foreach (var gauge in _values.Keys.Where(static key => !IsCounter(key.Name)))
        {
            _values.TryRemove(gauge, out _);
        }

        _listener.RecordObservableInstruments();
        return _values.GetValueOrDefault((name, state));
    }

    public void Dispose() => _listener.Dispose();

    private static bool IsCounter(string name) => name is "sessiongrains.exports.sessions" or "sessiongrains.exports.failures";

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string? state = null;
        foreach (var (key, text) in tags)
        {
            if (key == "sink" && !RecordingSinks.Name.Equals(text))
            {
                return;
            }

            state = key == "state" ? (string?)text : state;
        }

        // Of each gauge one silo has the value; a cluster's retention is the same on all.
        _values.AddOrUpdate((instrument.Name, state), value, (_, sum) => IsCounter(instrument.Name) ? sum + value : Math.Max(sum, value));
    }
}
