using System.Text;
using System.Text.Json;

namespace SessionGrains.Erasure;

/// <summary>The ids of a viewer in a sessionStart in the words of the Media Collection API: <c>analytics.visitorId</c>, <c>visitor.marketingCloudUserId</c> and the ids of <c>visitor.customerIDs</c>.</summary>
internal static class ViewerIds
{
    private static readonly string[] Texts = ["analytics.visitorId", "visitor.marketingCloudUserId"];

    /// <exception cref="JsonException">It is not JSON.</exception>
    public static bool Has(ReadOnlyMemory<byte> start, string viewer)
    {
        using var document = JsonDocument.Parse(start);
        return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("params", out var all) && all.ValueKind == JsonValueKind.Object
            && all.EnumerateObject().Any(member => Texts.Contains(member.Name) ? Is(member.Value, viewer)
                : member.NameEquals("visitor.customerIDs") && member.Value.ValueKind == JsonValueKind.Object
                    && member.Value.EnumerateObject().Any(one => one.Value.ValueKind == JsonValueKind.Object && one.Value.EnumerateObject().Any(part => part.NameEquals("id") && Is(part.Value, viewer))));
    }

    /// <summary>The bytes that an id may have in a file: as text, and as JSON with escapes, in small and in capital digits, and with escaped slashes.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> FormsOf(string viewer)
    {
        string[] forms = [viewer, Escaped(viewer, "x4"), Escaped(viewer, "X4")];
        return [.. forms.Concat(forms.Select(static form => form.Replace("/", "\\/", StringComparison.Ordinal))).Distinct().Select(static form => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(form))];
    }

    private static bool Is(JsonElement value, string viewer) => value.ValueKind == JsonValueKind.String && value.ValueEquals(viewer);

    private static string Escaped(string text, string digits)
    {
        var escaped = new StringBuilder();
        foreach (var character in text)
        {
            escaped.Append(character switch
            {
                '"' or '\\' => $"\\{character}",
                < ' ' or > '~' => "\\u" + ((int)character).ToString(digits, System.Globalization.CultureInfo.InvariantCulture),
                _ => character.ToString(),
            });
        }

        return escaped.ToString();
    }
}
