using System.Diagnostics.CodeAnalysis;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>
/// Keeps one object for equal texts of players, because many sessions have the same ads, chapters and value names. Requests and stored records pass through
/// here before a session keeps their texts.
/// </summary>
internal static class SharedTexts
{
    /// <summary>Number of texts kept, one per hash. At most 1.1 MiB per process.</summary>
    private const int TextSlots = 4_096;

    /// <summary>Longest text that is shared, in UTF-16 units.</summary>
    private const int MaxTextLength = 128;

    /// <summary>Number of value lists kept, one per hash. At most 3.3 MiB per process, with 32 values each.</summary>
    private const int ListSlots = 1_024;

    /// <summary>Longest list that is shared, in UTF-16 units, so that memory stays bounded whatever players send.</summary>
    private const int MaxListLength = 512;

    // Without a lock: readers compare what they find.
    private static readonly string?[] Texts = new string?[TextSlots];
    private static readonly QoeValue[]?[] Lists = new QoeValue[]?[ListSlots];

    public static StartRequest Of(StartRequest request) => request.Qoe is { } quality ? request with { Qoe = Of(quality) } : request;

    /// <summary>The event with shared texts, except those of ads, breaks and chapters, which are not kept.</summary>
    public static PlayerEvent Of(PlayerEvent playerEvent) => playerEvent is { Qoe: null or { ErrorId: null, ErrorSource: null, Others: null }, StatesStart: null, UnknownMember: null } ? playerEvent : playerEvent with
    {
        Qoe = playerEvent.Qoe is { } quality ? Of(quality) : null,
        StatesStart = playerEvent.StatesStart is { } starts ? Array.ConvertAll(starts, static name => Of(name)) : null,
        UnknownMember = Of(playerEvent.UnknownMember),
    };

    /// <summary>The values, as a kept array if there is an equal one. Nobody changes it.</summary>
    public static QoeValue[] Of(QoeValue[] values)
    {
        var hash = default(HashCode);
        var length = 0;
        foreach (var value in values)
        {
            hash.Add(value);
            length += value.Key.Length + value.RawValue.Length;
        }

        if (length == 0)
        {
            return values;
        }

        if (length > MaxListLength)
        {
            return WithShared(values);
        }

        ref var recent = ref Lists[(uint)hash.ToHashCode() % ListSlots];
        return recent is { } kept && kept.AsSpan().SequenceEqual(values) ? kept : recent = WithShared(values);
    }

    /// <summary>The text, as a kept object if there is an equal one.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text)
    {
        if (text is not { Length: > 0 and <= MaxTextLength })
        {
            return text;
        }

        ref var recent = ref Texts[(uint)text.GetHashCode(StringComparison.Ordinal) % TextSlots];
        return recent is { } kept && kept == text ? kept : recent = text;
    }

    private static QoeValue[] WithShared(QoeValue[] values) => Array.ConvertAll(values, static value => new QoeValue(Of(value.Key), Of(value.RawValue)));

    public static QoeValues Of(QoeValues quality) => quality with
    {
        ErrorId = Of(quality.ErrorId),
        ErrorSource = Of(quality.ErrorSource),
        Others = quality.Others is { } others ? Of(others) : null,
    };
}
