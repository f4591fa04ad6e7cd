using SessionGrains.Messages;
using SessionGrains.Reports;
using static SessionGrains.Silo.Exports.Tables.ColumnType;
using Column = SessionGrains.Silo.Exports.Tables.ExportColumn<SessionGrains.Silo.Exports.Tables.ExportedRow>;

namespace SessionGrains.Silo.Exports.Tables;

/// <summary>
/// The table <c>rows</c>: as the feed's rows, for each session its start, the start and the end of each ad, the end of each chapter, its end, and what the totals have
/// beyond these. Columns are only ever added, at the end (docs/exports.md#rows).
/// </summary>
internal static class RowsTable
{
    public const string Name = "rows";

    public static IReadOnlyList<Column> Columns { get; } =
    [
        new("session_id", Text, "id of the session", null, static row => row.Session.SessionId) { IsRequired = true },
        new("seq", Integer, "number of the row within its session, from 0", null, static row => (long)row.Row.Seq) { IsRequired = true },
        new("kind", Text, "sessionStart, adStart, adEnd, chapterEnd, sessionEnd or remainder", null, static row => NameOf(row.Row.Kind)) { IsRequired = true },
        new("happened_at", Instant, "when, player's clock", "playerTime.ts", static row => Values.Instant(row.Row.Ts)),
        Session("media_id", "media.id"),
        Session("media_name", "media.name"),
        Session("channel", "media.channel"),
        Session("player_name", "media.playerName"),
        Session("content_type", "media.contentType"),
        Session("stream_type", "media.streamType"),
        new("in_break", Flag, "the ad began in an ad break", null, static row => row.Row.Ad?.InBreak),
        new("break_item", Integer, "the ad's break, by its place among the breaks of the session, from 0", null, static row => (long?)row.Row.Ad?.BreakItem),
        new("break_index", Integer, "the break's index, as sent", "media.ad.podIndex", static row => row.Row.Ad?.BreakIndex),
        new("break_name", Text, "the break's name", "media.ad.podFriendlyName", static row => Values.Text(row.Row.Ad?.BreakName ?? row.Row.AdBreak?.Name)),
        new("break_offset", Number, "where in the content the break is, s", "media.ad.podSecond", static row => Values.Finite(row.Row.AdBreak?.Offset)),
        new("ad_position", Integer, "place in the break, as sent", "media.ad.podPosition", static row => row.Row.Ad?.Position),
        Ads("ad_id", "the ad's id", "media.ad.id", static ad => ad.Id),
        Ads("ad_name", "the ad's name", "media.ad.name", static ad => ad.Name),
        new("ad_length", Number, "length of the ad, s", "media.ad.length", static row => Values.Finite(row.Row.Ad?.Length)),
        Ads("ad_player_name", "the ad's player", "media.ad.playerName", static ad => ad.PlayerName),
        Ads("advertiser", "who advertises", "media.ad.advertiser", static ad => ad.Advertiser),
        Ads("campaign_id", "the campaign", "media.ad.campaignId", static ad => ad.CampaignId),
        Ads("creative_id", "the creative", "media.ad.creativeId", static ad => ad.CreativeId),
        Ads("creative_url", "address of the creative", "media.ad.creativeURL", static ad => ad.CreativeUrl),
        Ads("placement_id", "the placement", "media.ad.placementId", static ad => ad.PlacementId),
        Ads("site_id", "the site", "media.ad.siteId", static ad => ad.SiteId),
        new("ad_playhead", Number, "where the content stood when the ad began, s", "playerTime.playhead", static row => Values.Finite(row.Row.Ad?.Playhead)),
        new("chapter_index", Integer, "the chapter, as sent", "media.chapter.index", static row => row.Row.Chapter?.Index),
        new("chapter_name", Text, "the chapter's name", "media.chapter.friendlyName", static row => Values.Text(row.Row.Chapter?.Name)),
        new("chapter_offset", Number, "where in the content the chapter begins, s", "media.chapter.offset", static row => Values.Finite(row.Row.Chapter?.Offset)),
        new("chapter_length", Number, "length of the chapter, s", "media.chapter.length", static row => Values.Finite(row.Row.Chapter?.Length)),
        new("custom_metadata", Map, "the player's own metadata of the ad or chapter", "customMetadata", static row => Values.Map(row.Row.Ad?.CustomMetadata ?? row.Row.Chapter?.CustomMetadata)),
        new("began_at", Instant, "when the ad or chapter began, player's clock", "playerTime.ts", static row => Values.Instant(row.Row.Ad?.StartTs ?? row.Row.Chapter?.StartTs)),
        new("time_played", Number, "of adEnd and chapterEnd: time in which it played, s", "a.media.ad.timePlayed, a.media.chapter.timePlayed", static row => Values.Seconds(EndOf(row)?.TimePlayedMs)),
        new("outcome", Text, "of adEnd and chapterEnd: completed, skipped or cut", "a.media.ad.complete, a.media.chapter.complete", static row => EndOf(row) is { } end ? Values.Name(end.Outcome) : null),
        new("ad_count", Integer, "of remainder: ads beyond the rows", null, static row => (long?)row.Row.Remainder?.AdCount),
        new("ad_completes", Integer, "of remainder: completed ads beyond the rows", null, static row => (long?)row.Row.Remainder?.AdCompletes),
        new("ad_skips", Integer, "of remainder: skipped ads beyond the rows", null, static row => (long?)row.Row.Remainder?.AdSkips),
        new("ad_time_spent", Number, "of remainder: time of ads beyond the rows, s", null, static row => Values.Seconds(row.Row.Remainder?.AdTimeSpentMs)),
        new("chapter_count", Integer, "of remainder: chapters beyond the rows", null, static row => (long?)row.Row.Remainder?.ChapterCount),
        new("chapter_completes", Integer, "of remainder: completed chapters beyond the rows", null, static row => (long?)row.Row.Remainder?.ChapterCompletes),
    ];

    private static Column Session(string name, string param) => new(name, Text, "of the session", param, row => row.Session.Param(param));

    private static Column Ads(string name, string definition, string original, Func<AdSummary, string?> value) =>
        new(name, Text, definition, original, row => row.Row.Ad is { } ad ? Values.Text(value(ad)) : null);

    /// <summary>What the ad or chapter that ended here came to; null of other rows.</summary>
    private static (long TimePlayedMs, PlayOutcome Outcome)? EndOf(ExportedRow row) => row.Row switch
    {
        { Kind: RowKind.AdEnd, Ad: { } ad } => (ad.TimePlayedMs, ad.Outcome),
        { Kind: RowKind.ChapterEnd, Chapter: { } chapter } => (chapter.TimePlayedMs, chapter.Outcome),
        _ => null,
    };

    private static string NameOf(RowKind kind) => kind switch
    {
        RowKind.SessionStart => "sessionStart",
        RowKind.AdStart => "adStart",
        RowKind.AdEnd => "adEnd",
        RowKind.ChapterEnd => "chapterEnd",
        RowKind.SessionEnd => "sessionEnd",
        _ => "remainder",
    };
}
