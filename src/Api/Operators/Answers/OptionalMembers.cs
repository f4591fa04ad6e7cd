using System.Text.Json.Serialization.Metadata;

namespace SessionGrains.Api.Operators.Answers;

/// <summary>
/// Leaves out members of grain messages that are null because nothing was said: of an ad, an ad break and a chapter all but <c>endTs</c>, which is null while it
/// is open, and <c>item</c> of the journal (docs/protocol.md#6-reading-a-session).
/// </summary>
internal static class OptionalMembers
{
    public static void LeaveOut(JsonTypeInfo type)
    {
        foreach (var member in type.Properties.Where(member => CanBeNull(member) && IsOptional(type.Type, member.Name)))
        {
            member.ShouldSerialize = static (_, value) => value is not null;
        }
    }

    private static bool IsOptional(Type type, string member) =>
        type == typeof(AdSummary) || type == typeof(AdBreakSummary) || type == typeof(ChapterSummary) ? member != "endTs"
        : (type == typeof(JournalSegment) || type == typeof(JournalPoint)) && member == "item";

    private static bool CanBeNull(JsonPropertyInfo member) => member.IsGetNullable || Nullable.GetUnderlyingType(member.PropertyType) is not null;
}
