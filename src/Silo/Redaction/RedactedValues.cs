using System.Collections;

namespace SessionGrains.Silo.Redaction;

/// <summary>Redacts the named values of a log entry or a scope.</summary>
internal static class RedactedValues
{
    /// <summary>The values, with redacted text in place of those that contain an id or credential; sets <paramref name="found"/> if there was one.</summary>
    public static IReadOnlyList<KeyValuePair<string, object?>> Of(object? state, ref bool found)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> values)
            return [];

        var redacted = new KeyValuePair<string, object?>[values.Count];
        for (var i = 0; i < redacted.Length; i++)
        {
            var (name, value) = values[i];
            var text = TextOf(value);
            redacted[i] = values[i];
            if (text is null || !RedactedText.TryRedact(text, out var clean))
                continue;

            redacted[i] = new(name, clean);
            found = true;
        }

        return redacted;
    }

    /// <summary>The text that a provider would write; null for values that cannot contain an id.</summary>
    private static string? TextOf(object? value) => value switch
    {
        null or bool or char or Enum or int or uint or long or ulong or short or ushort or byte or sbyte or double or float or decimal => null,
        DateTime or DateTimeOffset or TimeSpan or Guid => null,
        string text => text,
        IEnumerable several => string.Join(", ", several.Cast<object?>()),
        _ => value.ToString(),
    };
}
