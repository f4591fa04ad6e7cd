using System.Collections.Frozen;
using SessionGrains.Messages;
using static SessionGrains.Silo.Exports.Tables.ColumnType;
using Column = SessionGrains.Silo.Exports.Tables.ExportColumn<SessionGrains.Silo.Exports.Tables.ExportedSession>;

namespace SessionGrains.Silo.Exports.Tables;

/// <summary>The table <c>sessions</c>: one row for each closed session. Columns are only ever added, at the end (docs/exports.md#sessions).</summary>
internal static class SessionsTable
{
    public const string Name = "sessions";

    /// <summary>Standard metadata with columns of their own: column, param, definition.</summary>
    private static readonly (string Column, string Param, string Definition)[] Texts =
    [
        ("media_id", "media.id", "id of the content"),
        ("media_name", "media.name", "title of the content"),
        ("channel", "media.channel", "where it is distributed"),
        ("player_name", "media.playerName", "player"),
        ("content_type", "media.contentType", "such as vod, live, linear, aod"),
        ("stream_type", "media.streamType", "video or audio"),
        ("sdk_version", "media.sdkVersion", "version of the player's SDK or app"),
        ("show", "media.show", "series"),
        ("season", "media.season", "season"),
        ("episode", "media.episode", "episode"),
        ("asset_id", "media.assetId", "asset"),
        ("genre", "media.genre", "genres, with commas"),
        ("first_air_date", "media.firstAirDate", "first on the air"),
        ("first_digital_date", "media.firstDigitalDate", "first on the net"),
        ("rating", "media.rating", "rating for young viewers"),
        ("originator", "media.originator", "who made it"),
        ("network", "media.network", "network"),
        ("show_type", "media.showType", "full episode, preview, clip, other"),
        ("ad_load", "media.adLoad", "kind of ads"),
        ("mvpd", "media.pass.mvpd", "provider that the viewer is a customer of"),
        ("authorized", "media.pass.auth", "whether the viewer was authorized"),
        ("day_part", "media.dayPart", "part of the day"),
        ("feed", "media.feed", "feed"),
        ("stream_format", "media.streamFormat", "format of the stream"),
        ("artist", "media.artist", "artist"),
        ("album", "media.album", "album"),
        ("label", "media.label", "label"),
        ("author", "media.author", "author"),
        ("station", "media.station", "station"),
        ("publisher", "media.publisher", "publisher"),
        ("visitor_id", "analytics.visitorId", "viewer; of Edge clients the Experience Cloud id"),
        ("report_suite", "analytics.reportSuite", "report suite; of Edge clients the datastream"),
    ];

    private static readonly string[] NotOthers = [.. Texts.Select(static one => one.Param), "media.length"];

    public static FrozenSet<string> ParamsWithColumns { get; } = NotOthers.ToFrozenSet(StringComparer.Ordinal);

    public static IReadOnlyList<Column> Columns { get; } =
    [
        new("session_id", Text, "id of the session; null if a report is so damaged that it is not known", null, static row => row.SessionId),
        new("error", Text, "why the report cannot be read (damaged, too-large, unknown-format, not-presentable): then all other columns are null", null, static row => row.Error),
        new("api", Text, "media-collection or media-edge", null, static row => row.View?.Api.Name()),
        new("closed_by", Text, "sessionEnd, idle, no-progress, max-age or downloaded", null, static row => row.View?.ClosedBy.Name()),
        new("downloaded", Flag, "came as one array", "a.media.downloaded", static row => row.View?.Downloaded),
        new("opened_at", Instant, "opened, server's clock", null, static row => Values.Instant(row.View?.OpenedAtMs)),
        new("last_event_at", Instant, "last event came, server's clock", null, static row => Values.Instant(row.View?.LastEventAtMs)),
        new("closed_at", Instant, "closed, server's clock", null, static row => Values.Instant(row.View?.ClosedAtMs)),
        new("started_at", Instant, "first event, player's clock", "playerTime.ts", static row => Values.Instant(row.View?.StartTs)),
        new("ended_at", Instant, "last event, player's clock", "playerTime.ts", static row => Values.Instant(row.View?.EndTs)),
        .. Texts.Select(static one => new Column(one.Column, Text, one.Definition, one.Param, row => row.Param(one.Param))),
        new("length", Number, "length of the content, s; 0: not known", "media.length", static row => Values.Finite(row.View?.LengthSeconds)),
        new("params", Map, "the other params of the sessionStart", null, static row => row.OtherParams),
        new("custom_metadata", Map, "the player's own metadata", "customMetadata", static row => row.CustomMetadata),
        new("events_received", Integer, "events that came", null, static row => (long?)row.View?.Events.Received),
        new("events_duplicate", Integer, "of these, events that had come before", null, static row => (long?)row.View?.Events.Duplicates),
        new("events_late", Integer, "of these, events that came too late to be put in order", null, static row => (long?)row.View?.Events.Late),
        Flags("content_start", "content played", "a.media.play", static metrics => metrics.ContentStart),
        Flags("content_complete", "content was completed", "a.media.complete", static metrics => metrics.ContentComplete),
        Flags("content_resume", "an earlier viewing went on", "a.media.resume", static metrics => metrics.ContentResume),
        Flags("drop_before_start", "closed without content start", "a.media.qoe.dropBeforeStart", static metrics => metrics.DropBeforeStart),
        Seconds("content_time_spent", "time in which content played, s", "a.media.timePlayed", static metrics => metrics.ContentTimeSpentMs),
        Seconds("ad_time_spent", "time in which ads in breaks played, s", "sum of a.media.ad.timePlayed", static metrics => metrics.AdTimeSpentMs),
        Seconds("media_time_spent", "content and ads, s", "a.media.totalTimePlayed", static metrics => metrics.MediaTimeSpentMs),
        Seconds("unique_time_played", "seconds of the content that were seen", "a.media.uniqueTimePlayed", static metrics => metrics.UniqueTimePlayedMs),
        Numbers("average_minute_audience", "content_time_spent ÷ length; null without a length", "a.media.averageMinuteAudience", static metrics => metrics.AverageMinuteAudience),
        Integers("estimated_streams", "whole half hours of media_time_spent, plus one", "a.media.estimatedStreams", static metrics => metrics.EstimatedStreams),
        .. new[] { 10, 25, 50, 75, 95 }.Select(static percent => Flags(
            $"progress_{percent}", $"{percent} % of the content was reached", $"a.media.progress{percent}", metrics => metrics.ProgressMarkers.Contains(percent))),
        new("content_segment", Text, "minutes from the least to the greatest playhead, [min-min]", "a.media.segment", static row => row.View?.Metrics.ContentSegment),
        Integers("pause_count", "pauses", "a.media.pauseCount", static metrics => metrics.PauseCount),
        Seconds("pause_time", "time in pauses, s", "a.media.pauseTime", static metrics => metrics.TotalPauseDurationMs),
        Integers("buffer_events", "times of buffering", "a.media.qoe.bufferCount", static metrics => metrics.BufferEvents),
        Seconds("buffer_time", "time of buffering, s", "a.media.qoe.bufferTime", static metrics => metrics.TotalBufferDurationMs),
        Integers("stall_events", "stalls", "a.media.qoe.stallCount", static metrics => metrics.StallEvents),
        Seconds("stall_time", "time in stalls, s", "a.media.qoe.stallTime", static metrics => metrics.TotalStallDurationMs),
        Integers("ad_count", "ads that began", "a.media.adCount", static metrics => metrics.AdCount),
        Integers("ad_completes", "ads that were completed", "sum of a.media.ad.complete", static metrics => metrics.AdCompletes),
        Integers("ad_skips", "ads that were skipped", null, static metrics => metrics.AdSkips),
        Integers("chapter_count", "chapters that began", "a.media.chapterCount", static metrics => metrics.ChapterCount),
        Integers("chapter_completes", "chapters that were completed", "sum of a.media.chapter.complete", static metrics => metrics.ChapterCompletes),
        Integers("bitrate_changes", "changes of bitrate", "a.media.qoe.bitrateChangeCount", static metrics => metrics.BitrateChanges),
        Numbers("average_bitrate", "mean, weighted by content time, in the unit that was sent (bits per second)", "a.media.qoe.bitrateAverage", static metrics => metrics.AverageBitrate),
        Numbers("dropped_frames", "last value", "a.media.qoe.droppedFrameCount", static metrics => metrics.DroppedFrames),
        Numbers("time_to_start", "last value, s", "a.media.qoe.timeToStart", static metrics => metrics.TimeToStartMs / 1000),
        Integers("error_events", "errors", "a.media.qoe.errorCount", static metrics => metrics.ErrorEvents),
        new("errors", Text, "JSON list of the errors: id, source, count, firstTs, lastTs", "a.media.qoe.playerSdkErrors, .externalErrors", static row => row.View is { } view ? Values.List(view.Metrics.Errors) : null),
        new("player_states", Text, "JSON list of the player's states: name, count, timeSpentMs", "a.media.states", static row => row.View is { } view ? Values.List(view.Metrics.PlayerStates) : null),
        new("findings", Text, "JSON list of mistakes in the tracking: code, count, ts, detail", null, static row => row.View is { } view ? Values.List(view.Findings) : null),
        Seconds("seconds_since_last_call", "closed_at − last_event_at, s", "a.media.secondsSinceLastCall", static metrics => metrics.SinceLastCallMs),
    ];

    private static Column Flags(string name, string definition, string? original, Func<SessionMetrics, bool> value) =>
        new(name, Flag, definition, original, row => row.View is { } view ? value(view.Metrics) : null);

    private static Column Integers(string name, string definition, string? original, Func<SessionMetrics, long> value) =>
        new(name, Integer, definition, original, row => row.View is { } view ? value(view.Metrics) : null);

    private static Column Numbers(string name, string definition, string? original, Func<SessionMetrics, double?> value) =>
        new(name, Number, definition, original, row => row.View is { } view ? Values.Finite(value(view.Metrics)) : null);

    private static Column Seconds(string name, string definition, string? original, Func<SessionMetrics, long?> milliseconds) =>
        new(name, Number, definition, original, row => row.View is { } view ? Values.Seconds(milliseconds(view.Metrics)) : null);
}
