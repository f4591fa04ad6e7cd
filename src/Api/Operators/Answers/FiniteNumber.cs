using System.Diagnostics.Metrics;
using Microsoft.OpenApi;
using SessionGrains.Telemetry;

namespace SessionGrains.Api.Operators.Answers;

/// <summary>Writes a double. NaN and infinity, which JSON cannot express, are written as null and counted instead of failing the whole answer.</summary>
internal sealed class FiniteNumber() : WriteOnlyConverter<double>(JsonSchemaType.Number)
{
    private static long _nonfinite;

    public override string SchemaFormat => "double";

    /// <summary>How many numbers this process has written as null.</summary>
    public static long Nonfinite => Volatile.Read(ref _nonfinite);

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
        {
#pragma warning disable RS0030 // The only place that writes a double.
            writer.WriteNumberValue(value);
#pragma warning restore RS0030
        }
        else
        {
            Interlocked.Increment(ref _nonfinite);
            writer.WriteNullValue();
        }
    }

    public static void AddInstrument(IMeterFactory meters) => meters.CreateSessionMeter().CreateObservableCounter(
        "sessiongrains.json.nonfinite", static () => Nonfinite, "{number}", "Numbers that operators were told as null, because they are not finite.");
}
