using System.Text.Json.Serialization.Metadata;
using Microsoft.OpenApi;

namespace SessionGrains.Api.Operators.Answers;

/// <summary>
/// Converts the millisecond members of grain messages for operators: to instants (<c>OpenedAtMs</c> becomes <c>openedAt</c>) and to seconds
/// (<c>TimePlayedMs</c> becomes <c>timePlayed</c>).
/// </summary>
internal static class MillisecondMembers
{
    private const string Milliseconds = "Ms";
    private const string InstantMilliseconds = "AtMs";

    public static void Convert(JsonTypeInfo type)
    {
        if (type.Type.Assembly != typeof(SessionView).Assembly)
            return;

        foreach (var member in type.Properties.Where(static member => member.Name.EndsWith(Milliseconds, StringComparison.Ordinal)))
        {
            member.CustomConverter = Converter(member.PropertyType, isInstant: member.Name.EndsWith(InstantMilliseconds, StringComparison.Ordinal));
            member.Name = member.Name == "sinceLastCallMs" ? "secondsSinceLastCall" : member.Name[..^Milliseconds.Length];
        }
    }

    private static JsonConverter Converter(Type type, bool isInstant) => type switch
    {
        _ when type == typeof(double?) => new OrNull<double>(new SentSeconds(new())),
        _ when type == typeof(long?) => isInstant ? new OrNull<long>(new Instant()) : new OrNull<long>(new Seconds()),
        _ => isInstant ? new Instant() : new Seconds(),
    };

    /// <summary>Adds support for null, which System.Text.Json does itself only for converters named by an attribute.</summary>
    private sealed class OrNull<T>(WriteOnlyConverter<T> values) : WriteOnlyConverter<T?>(values.SchemaType | JsonSchemaType.Null)
        where T : struct
    {
        public override string? SchemaFormat => values.SchemaFormat;

        public override string? SchemaDescription => values.SchemaDescription;

        public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options) => values.Write(writer, value!.Value, options);
    }
}
