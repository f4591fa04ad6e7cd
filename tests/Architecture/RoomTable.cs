namespace SessionGrains.Architecture.Tests;

/// <summary>Which rooms each room may use.</summary>
/// <param name="rows">Rows such as <c>Api/Docs → Hosting, Silo/Startup</c>: a name alone is a room beside, <c>Grains</c> alone is every room of that project.</param>
internal sealed class RoomTable(IEnumerable<string> rows)
{
    public const string Nothing = "nothing";

    private const string Arrow = " → ";

    private readonly Dictionary<string, string[]> _rows = rows
        .Select(static row => row.Split(Arrow))
        .ToDictionary(static row => row[0], static row => row[1] == Nothing ? [] : row[1].Split(", "));

    /// <summary>Each use that the table does not allow, as <c>room A uses room B: type X -> type Y</c>.</summary>
    public IEnumerable<string> Violations(IEnumerable<TypeUse> uses) =>
        from use in uses
        let arrow = ArrowOf(Place.Of(use.From), Place.Of(use.To))
        where arrow is { } and not { IsAllowed: true }
        orderby arrow.From, arrow.To, use.From, use.To
        select _rows.ContainsKey(arrow.From)
            ? $"room {arrow.From} uses room {arrow.To}: type {use.From} -> type {use.To}"
            : $"room {arrow.From} is not in the table: type {use.From} -> type {use.To}";

    /// <summary>Rooms that reach themselves by the arrows of the table.</summary>
    public IEnumerable<string> Cycles() => _rows.Keys.Where(room => Reaches(room, room, [])).Order();

    private bool Reaches(string room, string target, HashSet<string> seen) => _rows.GetValueOrDefault(room, [])
        .Select(used => Beside(room, used))
        .Any(used => used == target || (seen.Add(used) && Reaches(used, target, seen)));

    /// <summary>Between two rooms, or between two rooms within one; null: the use stays within a room, or is the program's.</summary>
    private RoomUse? ArrowOf(Place from, Place to)
    {
        if (from.Room is not { } room || from == to)
            return null;

        if (room != to.Room)
            return new(room, to.Room ?? to.Project, _rows.GetValueOrDefault(room, []).Any(used => used == to.Project || Beside(room, used) == to.Room));

        var (inner, other) = (Known(from.Inner), Known(to.Inner));
        return inner is null || inner == other
            ? null
            : new(inner, other ?? room, _rows[inner].Any(used => Beside(inner, used) == other));
    }

    private string? Known(string? inner) => inner is not null && _rows.ContainsKey(inner) ? inner : null;

    /// <summary>The whole name of a room that a row names.</summary>
    private static string Beside(string room, string used) => used.Contains('/', StringComparison.Ordinal) ? used : room[..(room.LastIndexOf('/') + 1)] + used;

    private sealed record RoomUse(string From, string To, bool IsAllowed);
}
