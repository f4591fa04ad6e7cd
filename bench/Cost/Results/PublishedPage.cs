namespace SessionGrains.Bench.Cost;

/// <summary>A page of the documentation, whose figures are between two marks.</summary>
internal static class PublishedPage
{
    private const string Begin = "<!-- figures: written by bench/Cost --page -->";
    private const string End = "<!-- end of figures -->";

    /// <summary>The page with these figures instead of the ones that it has.</summary>
    /// <exception cref="InvalidOperationException">It has no marks.</exception>
    public static string With(string page, string figures)
    {
        var begin = page.IndexOf(Begin, StringComparison.Ordinal);
        var end = page.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? $"{page[..(begin + Begin.Length)]}\n\n{figures.Trim()}\n\n{page[end..]}"
            : throw new InvalidOperationException($"The page has no lines '{Begin}' and '{End}'.");
    }
}
