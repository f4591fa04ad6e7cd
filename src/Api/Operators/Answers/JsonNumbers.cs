using System.Diagnostics.Metrics;
using System.Text.Json;
using SessionGrains.Telemetry;

namespace SessionGrains.Api.Operators.Answers;

/// <summary>
/// The one way of a double into the JSON of operators. JSON has neither NaN nor infinities: those are told as null and counted, for a number that cannot be told
/// must not end an answer that is half sent. <c>BannedSymbols.txt</c> closes the other ways.
/// </summary>
internal static class JsonNumbers
{
    private static long _nonfinite;

    /// <summary>Numbers that this process has told as null.</summary>
    public static long Nonfinite => Volatile.Read(ref _nonfinite);

    public static void WriteDouble(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, double value)
    {
        if (double.IsFinite(value))
        {
#pragma warning disable RS0030 // This is the one way.
            writer.WriteNumber(name, value);
#pragma warning restore RS0030
        }
        else
        {
            Interlocked.Increment(ref _nonfinite);
            writer.WriteNull(name);
        }
    }

    public static void WriteNumberOrNull(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? number)
    {
        if (number is { } value)
            writer.WriteDouble(name, value);
        else
            writer.WriteNull(name);
    }

    /// <summary>Counts of what was told as null, from zero on.</summary>
    public static void AddInstrument(IMeterFactory meters) => meters.CreateSessionMeter().CreateObservableCounter(
        "sessiongrains.json.nonfinite", static () => Nonfinite, "{number}", "Numbers that operators were told as null, because they are not finite.");
}
