using System.Diagnostics.CodeAnalysis;
using SessionGrains.Messages;
using SessionGrains.Tracking;

namespace SessionGrains.Sessions;

/// <summary>
/// Texts of players as one object where many sessions say the same, as with ads, chapters and names of values they do. Requests and stored records
/// are given through here before a session keeps something of them.
/// </summary>
internal static class SharedTexts
{
    /// <summary>Texts that are remembered; the last one of each place. Of the longest ones that is 1.1 MiB for the process.</summary>
    private const int Places = 4_096;

    /// <summary>Characters of a text that is worth sharing.</summary>
    private const int MaxTextLength = 128;

    /// <summary>Lists of values that are remembered, as above. Of the largest ones, 32 values each, that is 3.3 MiB for the process.</summary>
    private const int ListPlaces = 1_024;

    /// <summary>Characters of a list that is worth sharing: what is remembered stays small whatever players send.</summary>
    private const int MaxListLength = 512;

    // Written without a lock: whoever reads them compares.
    private static readonly string?[] Texts = new string?[Places];
    private static readonly QoeValue[]?[] Lists = new QoeValue[]?[ListPlaces];

    public static StartRequest Of(StartRequest request) => request.Qoe is { } quality ? request with { Qoe = Of(quality) } : request;

    public static PlayerEvent Of(PlayerEvent playerEvent) => playerEvent.TextBytes == 0 ? playerEvent : playerEvent with
    {
        Qoe = playerEvent.Qoe is { } quality ? Of(quality) : null,
        Ad = playerEvent.Ad is { } ad ? new(Of(ad.Id), Of(ad.Name)) : null,
        AdBreak = playerEvent.AdBreak is { } adBreak ? adBreak with { Name = Of(adBreak.Name) } : null,
        Chapter = playerEvent.Chapter is { } chapter ? chapter with { Name = Of(chapter.Name) } : null,
        StatesStart = playerEvent.StatesStart is { } starts ? Array.ConvertAll(starts, static name => Of(name)) : null,
        UnknownMember = Of(playerEvent.UnknownMember),
    };

    /// <summary>The values, as an array that is kept already if there is one: nobody changes it.</summary>
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

        ref var recent = ref Lists[(uint)hash.ToHashCode() % ListPlaces];
        return recent is { } kept && kept.AsSpan().SequenceEqual(values) ? kept : recent = WithShared(values);
    }

    /// <summary>The text, as an object that is kept already if there is one.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Of(string? text)
    {
        if (text is not { Length: > 0 and <= MaxTextLength })
        {
            return text;
        }

        ref var recent = ref Texts[(uint)text.GetHashCode(StringComparison.Ordinal) % Places];
        return recent is { } kept && kept == text ? kept : recent = text;
    }

    private static QoeValue[] WithShared(QoeValue[] values) => Array.ConvertAll(values, static value => new QoeValue(Of(value.Key), Of(value.RawValue)));

    private static QoeValues Of(QoeValues quality) => quality with
    {
        ErrorId = Of(quality.ErrorId), ErrorSource = Of(quality.ErrorSource), Others = quality.Others is { } others ? Of(others) : null,
    };
}
