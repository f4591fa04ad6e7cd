using Spectre.Console;

namespace SessionGrains.Viewers;

/// <summary>A panel that is updated in place on a terminal.</summary>
internal sealed class ProgressPanel(IAnsiConsole console, CrowdOptions options) : IProgressDisplay
{
    private static readonly (Scene Scene, string Name, Color Color)[] Shown =
    [
        (Scene.Starting, "starting", Color.Grey),
        (Scene.Playing, "playing", Color.Green),
        (Scene.Ad, "in ads", Color.Yellow),
        (Scene.Paused, "paused", Color.Blue),
        (Scene.Buffering, "buffering", Color.Red),
    ];

    public TimeSpan Every => TimeSpan.FromSeconds(1);

    public Task ShowAsync(IAsyncEnumerable<Figures> figures) => console.Live(new Text("The first viewers come.")).StartAsync(async live =>
    {
        await foreach (var one in figures)
            live.UpdateTarget(Draw(one));
    });

    private Panel Draw(Figures figures)
    {
        var scenes = new BreakdownChart().Width(60);
        foreach (var (scene, name, color) in Shown)
            scenes.AddItem(name, figures.In(scene), color);

        return new Panel(new Rows(Head(figures), scenes, Answers(figures)))
            .Header($" {options.BaseUrl.OriginalString.TrimEnd('/').EscapeMarkup()} ")
            .Padding(2, 1);
    }

    private Markup Head(Figures figures)
    {
        var left = options.Duration - figures.Elapsed;
        return new Markup(string.Create(CultureInfo.InvariantCulture,
            $"[bold]{figures.Watching:N0}[/] of {options.Viewers:N0} viewers  ·  [bold]{figures.PerSecond:N0}[/] requests/s  ·  {FigureText.Clock(figures.Elapsed)}, {(left > TimeSpan.Zero ? $"{FigureText.Clock(left)} to go" : "going home")}\n"));
    }

    private static Rows Answers(Figures figures)
    {
        var codes = figures.ByCode.Select(static one => string.Create(CultureInfo.InvariantCulture, $"[{(Answer.Succeeds(one.Code) ? "green" : "red")}]{FigureText.Name(one.Code)}[/] {one.Count:N0}"));
        var times = new Table().Border(TableBorder.None).AddColumns("answered in", "p50", "p99", "p99.9", "most");
        AddTimes(times, "the last second", figures.Recent);
        AddTimes(times, "all the time", figures.All);
        return new Rows(
            new Markup($"\n{string.Join("  ·  ", codes)}\n"),
            times,
            new Markup(figures.WorstLag.TotalMilliseconds < 250 ? "" : string.Create(CultureInfo.InvariantCulture, $"[yellow]this program was up to {figures.WorstLag.TotalSeconds:0.0} s late: the machine is short of processor[/]")));
    }

    private static void AddTimes(Table table, string name, Latencies times) =>
        table.AddRow(name, FigureText.Ms(times.P50), FigureText.Ms(times.P99), FigureText.Ms(times.P999), FigureText.Ms(times.Max));
}
