namespace SessionGrains.Players;

/// <summary>The titles of a crowd, made from its seed.</summary>
internal sealed class Programme
{
    private const int SecondsOfADay = 86_400;

    private static readonly string[] Channels = ["films", "series", "sport", "news", "kids"];

    private readonly double[] _popularityUpTo;

    /// <param name="seed">The same seed makes the same titles.</param>
    /// <param name="titles">How many, at least 1.</param>
    /// <param name="mix">Films or channels.</param>
    public Programme(int seed, int titles, Mix mix)
    {
        Titles = [.. Enumerable.Range(0, titles).Select(number => mix == Mix.Live ? Channel(number) : Film(seed, number))];
        var sum = 0d;
        _popularityUpTo = [.. Titles.Select(title => sum += 1 / Math.Pow(title.Number + 1, 0.8))];
    }

    public IReadOnlyList<Title> Titles { get; }

    /// <summary>Chooses a title by popularity: a few titles have most of the viewers.</summary>
    public Title Choose(Random random)
    {
        var at = Array.BinarySearch(_popularityUpTo, random.NextDouble() * _popularityUpTo[^1]);
        return Titles[Math.Min(at < 0 ? ~at : at, Titles.Count - 1)];
    }

    private static Title Film(int seed, int number)
    {
        var random = new Random(HashOf(seed, number));
        var isClip = random.Next(4) == 0;
        var length = isClip ? random.Next(60, 240) : random.Next(20, 120) * 60;
        return new Title
        {
            Number = number,
            Id = Numbered("crowd-vod", number),
            Name = Numbered("Film", number),
            Channel = Channels[number % Channels.Length],
            IsLive = false,
            LengthSeconds = length,
            ChapterSeconds = isClip || random.Next(3) == 0 ? 0 : random.Next(2, 10) * 60,
            BreakEverySeconds = isClip ? 0 : random.Next(3, 12) * 60,
        };
    }

    private static Title Channel(int number) => new()
    {
        Number = number,
        Id = Numbered("crowd-live", number),
        Name = Numbered("Channel", number),
        Channel = Channels[number % Channels.Length],
        IsLive = true,
        LengthSeconds = SecondsOfADay,
        ChapterSeconds = 0,
        BreakEverySeconds = 240 + (60 * (number % 4)),
    };

    private static string Numbered(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"{name}-{number + 1:00}");

    private static int HashOf(int seed, int number) => unchecked((seed * 486_187_739) + number);
}
