namespace SessionGrains.Players;

/// <summary>The members of events after their type and time.</summary>
internal static class EventParts
{
    public static void WriteQoe(Utf8JsonWriter writer, QoeValues? qoe)
    {
        if (qoe is null)
            return;

        writer.WriteStartObject("qoeData"u8);
        WriteNumber(writer, "media.qoe.bitrate"u8, qoe.Bitrate);
        WriteNumber(writer, "media.qoe.framesPerSecond"u8, qoe.FramesPerSecond);
        WriteNumber(writer, "media.qoe.droppedFrames"u8, qoe.DroppedFrames);
        WriteNumber(writer, "media.qoe.timeToStart"u8, qoe.TimeToStart);
        if (qoe.ErrorId is { } error)
        {
            writer.WriteString("media.qoe.errorID"u8, error);
            writer.WriteString("media.qoe.errorSource"u8, qoe.ErrorSource);
        }

        foreach (var (key, value) in qoe.Others ?? [])
        {
            writer.WritePropertyName(key);
            writer.WriteRawValue(value);
        }

        writer.WriteEndObject();
    }

    public static void WriteMetadata(Utf8JsonWriter writer, PlayerEvent meaning)
    {
        if ((meaning.Ad?.CustomMetadata ?? meaning.Chapter?.CustomMetadata) is not { } metadata)
            return;

        writer.WriteStartObject("customMetadata"u8);
        foreach (var (key, value) in metadata)
            writer.WriteString(key, value);

        writer.WriteEndObject();
    }

    public static void WriteParams(Utf8JsonWriter writer, PlayerEvent meaning)
    {
        if (meaning is { AdBreak: null, Ad: null, Chapter: null, StatesStart: null, StatesEnd: null })
            return;

        writer.WriteStartObject("params"u8);
        if (meaning.AdBreak is { } adBreak)
        {
            writer.WriteString("media.ad.podFriendlyName"u8, adBreak.Name);
            writer.WriteNumber("media.ad.podIndex"u8, adBreak.Index);
            writer.WriteNumber("media.ad.podSecond"u8, adBreak.Offset);
        }

        if (meaning.Ad is { } ad)
            WriteAd(writer, ad);

        if (meaning.Chapter is { } chapter)
            WriteChapter(writer, chapter);

        if ((meaning.StatesStart ?? meaning.StatesEnd) is [var state])
            writer.WriteString("media.state.name"u8, state);

        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, double? number)
    {
        if (number is { } given)
            writer.WriteNumber(name, given);
    }

    private static void WriteAd(Utf8JsonWriter writer, AdOpening ad)
    {
        writer.WriteString("media.ad.name"u8, ad.Name);
        writer.WriteString("media.ad.id"u8, ad.Id);
        writer.WriteNumber("media.ad.length"u8, ad.Length!.Value);
        writer.WriteNumber("media.ad.podPosition"u8, ad.Position!.Value);
        writer.WriteString("media.ad.advertiser"u8, ad.Advertiser);
        writer.WriteString("media.ad.campaignId"u8, ad.CampaignId);
        writer.WriteString("media.ad.playerName"u8, ad.PlayerName);
    }

    private static void WriteChapter(Utf8JsonWriter writer, ChapterOpening chapter)
    {
        writer.WriteString("media.chapter.friendlyName"u8, chapter.Name);
        writer.WriteNumber("media.chapter.index"u8, chapter.Index);
        writer.WriteNumber("media.chapter.length"u8, chapter.Length!.Value);
        writer.WriteNumber("media.chapter.offset"u8, chapter.Offset!.Value);
    }
}
