namespace SessionGrains.Abuse.Tests;

/// <summary>Everything that was wrong, by kind, so that one run shows more than its first failure.</summary>
internal sealed class Complaints
{
    private const int MostKinds = 12;
    private const int LongestText = 400;

    private readonly ConcurrentDictionary<string, (int Count, string First)> _kinds = new();

    public bool Any => !_kinds.IsEmpty;

    /// <param name="kind">The same for all of a kind.</param>
    /// <param name="which">What this one was.</param>
    public void Add(string kind, string which = "") => _kinds.AddOrUpdate(kind, (1, which), static (_, known) => (known.Count + 1, known.First));

    public override string ToString() => string.Join('\n', _kinds.OrderByDescending(static kind => kind.Value.Count).Take(MostKinds)
        .Select(static kind => $"  {kind.Value.Count} × {kind.Key}{(kind.Value.First.Length == 0 ? "" : ": " + Cut(kind.Value.First))}"));

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText] + "…";
}
