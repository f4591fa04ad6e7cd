namespace SessionGrains.Viewers;

/// <summary>Texts of the figures.</summary>
internal static class FigureText
{
    /// <summary>One line for a log.</summary>
    public static string Line(Figures figures) => string.Create(CultureInfo.InvariantCulture,
        $"{Clock(figures.Elapsed)}  {figures.Watching:N0} viewers ({Scenes(figures)})  {figures.PerSecond:N0} requests/s  {Codes(figures.ByCode)}  {Times(figures.Recent)}{Lag(figures.WorstLag)}");

    public static string Scenes(Figures figures) => string.Create(CultureInfo.InvariantCulture,
        $"{figures.In(Scene.Playing):N0} playing, {figures.In(Scene.Ad):N0} in ads, {figures.In(Scene.Paused):N0} paused, {figures.In(Scene.Buffering):N0} buffering");

    public static string Codes(IReadOnlyList<(int Code, long Count)> byCode) =>
        byCode.Count == 0 ? "no answers yet" : string.Join(", ", byCode.Select(static one => string.Create(CultureInfo.InvariantCulture, $"{Name(one.Code)}: {one.Count:N0}")));

    public static string Times(Latencies times) => string.Create(CultureInfo.InvariantCulture, $"p50 {Ms(times.P50)}, p99 {Ms(times.P99)}, p99.9 {Ms(times.P999)}");

    public static string Name(int code) => code == Answer.None ? "no answer" : code.ToString(CultureInfo.InvariantCulture);

    public static string Ms(double ms) => ms.ToString(ms < 10 ? "0.0 'ms'" : "#,0 'ms'", CultureInfo.InvariantCulture);

    public static string Clock(TimeSpan elapsed) => elapsed.ToString(elapsed.TotalHours >= 1 ? @"h\:mm\:ss" : @"mm\:ss", CultureInfo.InvariantCulture);

    /// <summary>Shown only when it distorts the latencies.</summary>
    private static string Lag(TimeSpan lag) => lag.TotalMilliseconds < 250 ? "" : string.Create(CultureInfo.InvariantCulture, $"  (this program was up to {lag.TotalSeconds:0.0} s late)");
}
