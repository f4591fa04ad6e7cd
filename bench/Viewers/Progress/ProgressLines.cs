namespace SessionGrains.Viewers;

/// <summary>One line every few seconds, for logs and pipes.</summary>
internal sealed class ProgressLines(TextWriter output) : IProgressDisplay
{
    public TimeSpan Every => TimeSpan.FromSeconds(5);

    public async Task ShowAsync(IAsyncEnumerable<Figures> figures)
    {
        await foreach (var one in figures)
            await output.WriteLineAsync(FigureText.Line(one));
    }
}
